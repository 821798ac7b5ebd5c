// Residents' pages: no htmx, so that they stay small.
import { comeBack } from "./away.js";
import { startForms, startTheme } from "./page.js";
import { startPickers } from "./picker.js";

startTheme();
startForms();
startPickers();

// The map of places weighs more than the page: it comes when it is asked for.
const place = document.querySelector("[data-place]");
if (place) {
  place.hidden = false;
  const open = place.querySelector("[data-open]");
  open.addEventListener("click", async () => {
    open.hidden = true;
    (await import(place.dataset.place)).start(place);
  });
}
if ("comeBack" in document.body.dataset) comeBack();

// The QR code of a receipt carries the number behind the #, where it reaches no server and no log.
const receipt = document.getElementById("id_receipt");
if (receipt && /^#\d{16}$/.test(location.hash)) receipt.value = location.hash.slice(1);
