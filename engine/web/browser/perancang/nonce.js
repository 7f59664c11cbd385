// Style elements that the libraries make (CodeMirror) bear the page's nonce, so that the policy needs no exception.

/** From now on each new style element is one of ours. */
export function dress(nonce) {
  if (!nonce) return;
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function createElement(name, options) {
    const made = create.call(this, name, options);
    if (String(name).toLowerCase() === "style") made.nonce = nonce;
    return made;
  };
}
