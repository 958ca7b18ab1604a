// The boot page's script: keep the page key where only this origin, port included, can read it, then go to the page.
const meta = document.querySelector('meta[name="gallery-key"]');
sessionStorage.setItem("gallery-key", meta?.getAttribute("content") ?? "");
location.replace("/");
