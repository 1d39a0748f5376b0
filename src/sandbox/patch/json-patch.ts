import { isDeepStrictEqual } from "node:util";
import { isObject } from "../objects/json.ts";

/** A patch that is malformed or does not fit the object. */
export class PatchError extends Error {}

type Operation = {
	readonly op: string;
	readonly path: string;
	readonly from?: string;
	readonly value?: unknown;
};

/** Applies an RFC 6902 patch. @throws PatchError */
export function jsonPatch(target: unknown, patch: unknown): unknown {
	if (!Array.isArray(patch) || !patch.every(isOperation))
		throw new PatchError("a JSON patch is a list of operations");
	return patch.reduce<unknown>(applyOperation, structuredClone(target));
}

function isOperation(value: unknown): value is Operation {
	return (
		isObject(value) &&
		typeof value["op"] === "string" &&
		typeof value["path"] === "string"
	);
}

function applyOperation(document: unknown, operation: Operation): unknown {
	const { op, path, from = "" } = operation;
	switch (op) {
		case "add":
			return edit(document, path, "insert", operation.value);
		case "replace":
			at(document, path);
			return edit(document, path, "put", operation.value);
		case "remove":
			at(document, path);
			return edit(document, path, "remove", undefined);
		case "copy":
			return edit(
				document,
				path,
				"insert",
				structuredClone(at(document, from)),
			);
		case "move": {
			const moved = at(document, from);
			return edit(
				edit(document, from, "remove", undefined),
				path,
				"insert",
				moved,
			);
		}
		case "test":
			if (!isDeepStrictEqual(at(document, path), operation.value))
				throw new PatchError(`testing path ${path} failed`);
			return document;
		default:
			throw new PatchError(`unexpected operation ${op}`);
	}
}

/** Returns the value at a JSON pointer (RFC 6901). */
function at(document: unknown, path: string): unknown {
	return tokens(path).reduce<unknown>((value, token) => {
		const child = childOf(value, token);
		if (child === undefined)
			throw new PatchError(`the path ${path} does not exist`);
		return child;
	}, document);
}

function childOf(parent: unknown, token: string): unknown {
	if (Array.isArray(parent)) return parent[Number(token)];
	return isObject(parent) ? parent[token] : undefined;
}

function edit(
	document: unknown,
	path: string,
	how: "insert" | "put" | "remove",
	value: unknown,
): unknown {
	const steps = tokens(path);
	const last = steps.pop();
	if (last === undefined) return value;
	const parentPath = path.slice(0, path.lastIndexOf("/"));
	const parent = at(document, parentPath);
	if (Array.isArray(parent)) {
		const index = last === "-" ? parent.length : Number(last);
		parent.splice(
			index,
			how === "insert" ? 0 : 1,
			...(how === "remove" ? [] : [value]),
		);
	} else if (parent && typeof parent === "object") {
		if (how === "remove") Reflect.deleteProperty(parent, last);
		else Reflect.set(parent, last, value);
	}
	return document;
}

function tokens(path: string): string[] {
	if (path === "") return [];
	return path
		.slice(1)
		.split("/")
		.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
