import { PluginError } from "../../errors.ts";
import type { ObjectReader } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import type { Field } from "../field.ts";
import { type ReadOptions, readObject } from "./read-object.ts";

/** Objects on a page, as kubectl's --chunk-size. */
const PAGE_LIMIT = 500;
/** Maximum pages of a list: a million objects. */
const MAX_PAGES = 2000;
/** Maximum characters of a list, so that its objects fit into memory. */
const MAX_LIST_CHARACTERS = 1024 * 1024 * 1024;

/** A whole list, and the version from which a watch can go on. */
type ObjectList<T> = {
	readonly items: readonly T[];
	readonly resourceVersion: string;
};

/**
 * Reads a list page by page. A slow list whose snapshot is compacted (410) starts over, and then comes in one page, as in client-go
 * (tools/pager).
 * @throws PluginError
 */
export async function listObjects<T>(
	cluster: Cluster,
	read: ObjectReader<T>,
	options: ReadOptions,
): Promise<ObjectList<T>> {
	const readPage = pageOf(read);
	try {
		return await listPages(cluster, readPage, options, PAGE_LIMIT);
	} catch (caught) {
		if (!isExpired(caught)) throw caught;
		return listPages(cluster, readPage, options, undefined);
	}
}

/** Whether the requested version is too old for the API server (410 Gone, reason Expired). */
export function isExpired(caught: unknown): boolean {
	return caught instanceof PluginError && caught.facts["status"] === 410;
}

async function listPages<T>(
	cluster: Cluster,
	readPage: ObjectReader<Page<T>>,
	options: ReadOptions,
	limit: number | undefined,
): Promise<ObjectList<T>> {
	const items: T[] = [];
	let token: string | undefined;
	let characters = 0;
	for (let pages = 1; ; pages++) {
		const query = { ...options.query, limit, continue: token };
		const answer = await readObject(cluster, readPage, { ...options, query });
		const page = answer.object;
		characters += answer.characters;
		for (const item of page.items) items.push(item);
		if (page.token === undefined)
			return { items, resourceVersion: page.resourceVersion };
		if (pages === MAX_PAGES || characters > MAX_LIST_CHARACTERS)
			throw new PluginError(
				"api-error",
				`the API server's list is larger than ${characters > MAX_LIST_CHARACTERS ? "1 GiB" : `${MAX_PAGES} pages`}`,
				{ hint: ["narrow it down with -n, -l or a name"] },
			);
		token = page.token;
	}
}

type Page<T> = ObjectList<T> & { readonly token: string | undefined };

const pageOf =
	<T>(read: ObjectReader<T>): ObjectReader<Page<T>> =>
	(list: Field) => {
		const items = list.raw("items");
		if (items !== null && !Array.isArray(items))
			throw new PluginError(
				"api-error",
				"the API server answers with something that is no list",
			);
		const metadata = list.record("metadata");
		return {
			items: list.list("items").map(read),
			resourceVersion: metadata.text("resourceVersion") ?? "",
			token: metadata.text("continue"),
		};
	};
