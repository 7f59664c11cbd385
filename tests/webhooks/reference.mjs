// Verifies and signs with the reference library of npm: one JSON line in, one out.
import readline from "node:readline";
import { Webhook } from "standardwebhooks";

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { sign, secret, id, at, body, headers } = JSON.parse(line);
  const hook = new Webhook(secret);
  let said;
  try {
    said = sign ? { signature: hook.sign(id, new Date(at * 1000), body) } : { event: hook.verify(body, headers) };
  } catch (error) {
    said = { refused: error.message };
  }
  console.log(JSON.stringify(said));
}
