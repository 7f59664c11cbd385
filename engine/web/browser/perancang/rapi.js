// "Rapikan": the server lays the diagram out, the page takes the drawing over.
import { button, find, send, say, settle } from "./halaman.js";
import { fitWidth } from "./pemodel.js";

/** Lets the button act. */
export function startTidying(page) {
  const here = find("#rapikan");
  button(here, async () => {
    settle();
    here.disabled = true;
    const { xml } = await page.modeler.saveXML({ format: true });
    const { status, body } = await send(page.data, page.data.urls.tidy, { bpmn: xml });
    here.disabled = false;
    if (status !== 200) {
      page.tell(body.message ?? say(page, "putus"), "late");
      return;
    }
    page.modeler.get("lajurDrawing").apply(body.drawing);
    fitWidth(page.modeler);
    page.tell(say(page, "dirapikan"), "ok");
  });
}
