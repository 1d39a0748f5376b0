import { formatAge } from "../../../age.ts";
import type { KubeObject, StringMap } from "../../objects/metadata.ts";
import type { PodTemplate } from "../../objects/pod.ts";
import type { LabelSelector } from "../../objects/selector.ts";

type Cell = string | number;

/** A column of the tables that the API server prints for kubectl. */
export type Column<T extends KubeObject> = {
	readonly name: string;
	readonly type: "string" | "integer";
	/** `name` marks the column with the object's name. */
	readonly format: "name" | "";
	/** 1 for a column that only `-o wide` shows. */
	readonly priority: 0 | 1;
	readonly cell: (object: T) => Cell;
};

/** Creates a text column that is always shown. */
export function text<T extends KubeObject>(
	name: string,
	cell: (object: T) => Cell,
): Column<T> {
	return { name, type: "string", format: "", priority: 0, cell };
}

/** Creates a number column. */
export function integer<T extends KubeObject>(
	name: string,
	cell: (object: T) => number,
): Column<T> {
	return { ...text(name, cell), type: "integer" };
}

/** Creates a text column that only `-o wide` shows. */
export function wide<T extends KubeObject>(
	name: string,
	cell: (object: T) => Cell,
): Column<T> {
	return { ...text(name, cell), priority: 1 };
}

/** The first column of every table. */
export const NAME: Column<KubeObject> = {
	...text<KubeObject>("Name", ({ metadata }) => metadata.name),
	format: "name",
};

/** The age, which nearly every table has. */
export const AGE: Column<KubeObject> = text("Age", ({ metadata }) =>
	ageOf(metadata.creationTimestamp),
);

/** Returns the age of an RFC 3339 timestamp; `<unknown>` for none. */
export function ageOf(instant: string | undefined): string {
	return instant === undefined
		? "<unknown>"
		: formatAge(Date.now() - Date.parse(instant));
}

/** The `-o wide` columns of kinds with a pod template. */
export const TEMPLATE: readonly Column<
	KubeObject & { readonly spec: { readonly template: PodTemplate } }
>[] = [
	wide("Containers", ({ spec }) =>
		spec.template.spec.containers.map(({ name }) => name).join(","),
	),
	wide("Images", ({ spec }) =>
		spec.template.spec.containers.map(({ image }) => image).join(","),
	),
];

/** Returns labels as `app=x,tier=y`; `<none>` for no labels. */
export function labelText(labels: StringMap | undefined): string {
	const pairs = Object.entries(labels ?? {}).map(
		([key, value]) => `${key}=${value}`,
	);
	return pairs.length > 0 ? pairs.sort().join(",") : "<none>";
}

/** Returns a selector as kubectl shows it: `app=x,tier in (a,b)`. */
export function selectorText(selector: LabelSelector | undefined): string {
	const expressions = (selector?.matchExpressions ?? []).map(
		({ key, operator, values = [] }) => {
			switch (operator) {
				case "In":
					return `${key} in (${values.join(",")})`;
				case "NotIn":
					return `${key} notin (${values.join(",")})`;
				case "DoesNotExist":
					return `!${key}`;
				default:
					return key;
			}
		},
	);
	const labels = Object.entries(selector?.matchLabels ?? {}).map(
		([key, value]) => `${key}=${value}`,
	);
	const parts = [...labels.sort(), ...expressions];
	return parts.length > 0 ? parts.join(",") : "<none>";
}

/** Returns the first three items of a list, and how many more there are. */
export function firstThree(items: readonly string[], none: string): string {
	if (items.length === 0) return none;
	const shown = items.slice(0, 3).join(",");
	return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
