import { isFieldSet } from "@bufbuild/protobuf";
import {
	type UninterpretedOption,
	UninterpretedOptionSchema,
} from "@bufbuild/protobuf/wkt";
import { bytesLiteral } from "./parse-options.ts";

/** An option, and what the text format calls the parts of its name. */
export type NamedOption = {
	readonly option: UninterpretedOption;
	readonly keys: readonly string[];
};

/** Options by the parts of their names, so that `(a).b = 1` and `(a).c = 2` are one message. */
type Tree = Map<string, Node>;

type Node = { readonly values: string[]; readonly inner: Tree };

/** Options in protobuf's text format. */
export function optionText(options: readonly NamedOption[]): string {
	const root: Tree = new Map();
	for (const { option, keys } of options) {
		let tree = root;
		for (const [index, key] of keys.entries()) {
			const node: Node = tree.get(key) ?? { values: [], inner: new Map() };
			tree.set(key, node);
			tree = node.inner;
			if (index === keys.length - 1) node.values.push(valueText(option));
		}
	}
	return textOf(root);
}

function textOf(tree: Tree): string {
	return [...tree]
		.flatMap(([key, node]) => valuesOf(node).map((value) => `${key}${value}`))
		.join(" ");
}

/** What is given of a message part by part is one with what is given of it as a whole. */
function valuesOf({ values, inner }: Node): readonly string[] {
	if (inner.size === 0) return values;
	const whole = values.at(-1)?.replace(/^ \{ (.*) \}$/s, "$1") ?? "";
	return [...values.slice(0, -1), ` { ${whole} ${textOf(inner)} }`];
}

function valueText(option: UninterpretedOption): string {
	const isGiven = (name: keyof typeof VALUE) => isFieldSet(option, VALUE[name]);
	if (isGiven("aggregateValue")) return ` { ${option.aggregateValue} }`;
	if (isGiven("identifierValue")) return `: ${option.identifierValue}`;
	if (isGiven("positiveIntValue")) return `: ${option.positiveIntValue}`;
	if (isGiven("negativeIntValue")) return `: ${option.negativeIntValue}`;
	if (isGiven("doubleValue")) return `: ${option.doubleValue}`;
	return `: ${bytesLiteral(Buffer.from(option.stringValue).toString("latin1"))}`;
}

const { field: VALUE } = UninterpretedOptionSchema;
