import { expect, test } from "vitest";
import { anOrder } from "../deliveries/example";
import { capital, mapAddress, personName, placeWords, receiverName, whatsappAddress } from "./words";

test("a pin is better than words, and words than nothing", () => {
  const { address } = anOrder();
  expect(mapAddress(anOrder({ address: { ...address, latitude: "5.34", longitude: "-3.98" } }))).toContain(
    "query=5.34%2C-3.98",
  );
  expect(mapAddress(anOrder())).toContain("query=Cocody%2C%20derri%C3%A8re%20la%20pharmacie");
  expect(mapAddress(anOrder({ address: { ...address, text: "" } }))).toBeNull();
});

test("people and places have a name, whatever is known of them", () => {
  expect(receiverName(anOrder())).toBe("Aminata");
  expect(receiverName(anOrder({ recipient: { name: "Jean", phone: "+2250102030405" } }))).toBe("Jean");
  expect(personName({ name: "", phone: "+2250102030405" })).toBe(
    "+225\u00a001\u00a002\u00a003\u00a004\u00a005",
  );
  const { address } = anOrder();
  expect(placeWords(anOrder({ address: { ...address, commune: "", quarter: "Angré" } }))).toBe("Angré");
  expect(whatsappAddress("+225 07 01 02 03 04")).toBe("https://wa.me/2250701020304");
  expect(capital("été")).toBe("Été");
});
