/** Hands a file to the browser's downloads. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has its own hold on it by the next turn of the loop; some browsers take longer.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
