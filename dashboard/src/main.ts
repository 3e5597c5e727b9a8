import "./style/tokens.css";
import "./style/base.css";
import "./style/print.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { i18n } from "./i18n/index.svelte";
import { installWorker } from "./shell/worker";

i18n.start();
const target = document.getElementById("app");
if (target) mount(App, { target });
installWorker();
