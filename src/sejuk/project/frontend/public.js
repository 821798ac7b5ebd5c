// Residents' pages: no htmx, so that they stay small.
import { startForms, startTheme } from "./page.js";
import { startPickers } from "./picker.js";

startTheme();
startForms();
startPickers();
