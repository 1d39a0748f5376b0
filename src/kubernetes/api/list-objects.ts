import { PluginError } from "../../errors.ts";
import type { Cluster } from "../cluster.ts";
import { property, textAt } from "./json-value.ts";
import { type ReadOptions, readObject } from "./read-object.ts";

/** Objects a page; kubectl's --chunk-size. */
const PAGE_LIMIT = 500;
/** Pages of a list: a million objects. */
const MAX_PAGES = 2000;
/** Text of a list: as many objects as fit into memory. */
const MAX_LIST_CHARACTERS = 1024 * 1024 * 1024;

/** A whole list, and the version from which a watch goes on. */
type ObjectList = {
	readonly items: readonly unknown[];
	readonly resourceVersion: string;
};

/**
 * Reads a list page by page. A list that takes so long that its snapshot is compacted (410) starts over, and then comes in one
 * page, as in client-go (tools/pager).
 * @throws PluginError
 */
export async function listObjects(
	cluster: Cluster,
	options: ReadOptions,
): Promise<ObjectList> {
	try {
		return await listPages(cluster, options, PAGE_LIMIT);
	} catch (caught) {
		if (!isExpired(caught)) throw caught;
		return listPages(cluster, options, undefined);
	}
}

/** Whether a version asked for is too old for the API server (410 Gone, reason Expired). */
export function isExpired(caught: unknown): boolean {
	return caught instanceof PluginError && caught.facts["status"] === 410;
}

async function listPages(
	cluster: Cluster,
	options: ReadOptions,
	limit: number | undefined,
): Promise<ObjectList> {
	const items: unknown[] = [];
	let token: string | undefined;
	let characters = 0;
	for (let pages = 1; ; pages++) {
		const query = { ...options.query, limit, continue: token };
		const read = await readObject(cluster, { ...options, query });
		const page = pageOf(read.object);
		characters += read.characters;
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

type Page = ObjectList & { readonly token: string | undefined };

function pageOf(list: object): Page {
	const items = property(list, "items");
	if (!("items" in list) || !(items === null || Array.isArray(items)))
		throw new PluginError(
			"api-error",
			"the API server answers with something that is no list",
		);
	return {
		items: items ?? [],
		resourceVersion: textAt(list, "metadata", "resourceVersion") ?? "",
		token: textAt(list, "metadata", "continue"),
	};
}
