// Evaluates FEEL with feelin: a line {text, values} in, a line {value} or {failed} out.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "..", "package.json"));
const { evaluate } = await import(pathToFileURL(require.resolve("feelin")).href);

const plain = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? String(value) : value);

for await (const line of createInterface({ input: process.stdin })) {
  const { text, values } = JSON.parse(line);
  let answer;
  try {
    const result = evaluate(text, values);
    const value = result && typeof result === "object" && "value" in result ? result.value : result;
    answer = { value: plain(value === undefined ? null : value) };
  } catch (error) {
    answer = { failed: String(error.message) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
