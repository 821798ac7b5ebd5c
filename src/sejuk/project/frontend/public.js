// Residents' pages: no htmx, so that they stay small.
import { comeBack } from "./away.js";
import { startForms, startTheme } from "./page.js";
import { startPickers } from "./picker.js";

startTheme();
startForms();
startPickers();
if ("comeBack" in document.body.dataset) comeBack();
