/** Hands a file that the page made to the device, as a download does. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Browsers have taken it over by the next turn of the loop; some need it until then.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
