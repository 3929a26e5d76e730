/**
 * The parts of a list of expressions, names or paths, as a flag has it: "adam(),sgd({ momentum: 0.9 })" → "adam()",
 * "sgd({ momentum: 0.9 })". Commas within brackets, and within texts there, do not divide.
 */
export function splitExpressions(text: string): string[] {
  const parts: string[] = [];
  let [start, depth, quote] = [0, 0, ""];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote !== "") {
      if (character === "\\") i++;
      else if (character === quote) quote = "";
    } else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (depth > 0 && `"'`.includes(character)) quote = character;
    else if (depth === 0 && character === ",") {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}
