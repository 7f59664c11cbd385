// Putar ulang with a script: steps without a new page, plays, lets tokens glide. Without it every step is a link.
import { listen } from "./keys.js";
import { details } from "./details.js";
import { player } from "./player.js";
import { reel } from "./reel.js";
import { stage } from "./stage.js";

const root = document.querySelector("[data-putar]");
if (root) {
  const film = reel(root.dataset.from, Number(root.dataset.total));
  const play = player(root, film, stage(root), details(root, film));
  listen(root, play);
  play.begin();
}
