/** A bound of `[start:end:step]`. `derived`: in `[-1]` the end is not written, and is the index after the start. */
export type SliceBound = {
	readonly value: number | undefined;
	readonly derived?: true;
};

/** The parts of a template: the node types of k8s.io/client-go/util/jsonpath. */
export type JsonPathNode =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "field"; readonly name: string }
	| { readonly kind: "identifier"; readonly name: string }
	| { readonly kind: "literal"; readonly value: number | boolean }
	| { readonly kind: "wildcard" }
	| { readonly kind: "recursive" }
	| {
			readonly kind: "slice";
			readonly start: SliceBound;
			readonly end: SliceBound;
			readonly step: SliceBound;
	  }
	| { readonly kind: "union"; readonly branches: readonly JsonPathList[] }
	| { readonly kind: "exists"; readonly path: JsonPathList }
	| {
			readonly kind: "compare";
			readonly left: JsonPathList;
			readonly operator: string;
			readonly right: JsonPathList;
	  }
	| JsonPathList;

/** The nodes of one `{…}`. Each applies to the values that the node before it found. */
export type JsonPathList = {
	readonly kind: "list";
	readonly nodes: readonly JsonPathNode[];
};

/** A parsed template: texts and actions. */
export type JsonPathTemplate = readonly JsonPathNode[];
