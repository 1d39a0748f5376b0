import { once } from "node:events";
import { get } from "node:https";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
	at,
	listAt,
	runSandboxForTests,
	textAt,
} from "../../running-sandbox.ts";

const sandbox = await runSandboxForTests();
const MAPS = "/api/v1/namespaces/default/configmaps";
const JSON_PATCH = { "content-type": "application/json-patch+json" };
const MERGE_PATCH = { "content-type": "application/merge-patch+json" };

function configMap(name: string, more: object = {}): object {
	return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, ...more };
}

function post(path: string, body: unknown) {
	return sandbox.api(path, { method: "POST", body });
}

describe("create", () => {
	beforeAll(() => post(MAPS, configMap("taken")));

	test("fills in what is the server's to say", async () => {
		const { code, body } = await post(MAPS, configMap("fresh"));
		expect(code).toBe(201);
		expect(at(body, "metadata")).toEqual({
			name: "fresh",
			namespace: "default",
			uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
			resourceVersion: expect.stringMatching(/^\d+$/),
			creationTimestamp: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
		});
	});

	test("takes null for a field that is not there, and no status", async () => {
		const { body } = await post(
			"/apis/apps/v1/namespaces/default/deployments",
			{
				apiVersion: "apps/v1",
				kind: "Deployment",
				metadata: { name: "nulls", labels: null },
				spec: {
					replicas: null,
					paused: true,
					selector: { matchLabels: { app: "nulls" } },
					template: {
						metadata: { labels: { app: "nulls" }, creationTimestamp: null },
						spec: { containers: [{ name: "c", image: "i:1", env: null }] },
					},
				},
				status: { replicas: 7 },
			},
		);
		expect(at(body, "spec.replicas")).toBe(1);
		expect(at(body, "status")).toEqual({});
		expect(JSON.stringify(body)).not.toContain("null,");
	});

	test("makes a name", async () => {
		const { body } = await post(MAPS, {
			...configMap(""),
			metadata: { generateName: "made-" },
		});
		expect(textAt(body, "metadata.name")).toMatch(
			/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/,
		);
	});

	test("makes a name of 63 letters at most", async () => {
		const { body } = await post(MAPS, {
			...configMap(""),
			metadata: { generateName: `${"long".repeat(18)}-` },
		});
		expect(textAt(body, "metadata.name")).toMatch(
			/^(?:long){14}lo[bcdfghjklmnpqrstvwxz2456789]{5}$/,
		);
	});

	test.each<[string, string, unknown, number, string]>([
		[
			"a name that is taken",
			MAPS,
			configMap("taken"),
			409,
			'configmaps "taken" already exists',
		],
		[
			"a namespace that is not there",
			"/api/v1/namespaces/nowhere/configmaps",
			configMap("x"),
			404,
			'namespaces "nowhere" not found',
		],
		[
			"another namespace than the path's",
			MAPS,
			{ ...configMap("x"), metadata: { name: "x", namespace: "other" } },
			400,
			"the namespace of the provided object does not match the namespace sent on the request",
		],
		[
			"another version",
			MAPS,
			{ ...configMap("x"), apiVersion: "v2" },
			400,
			'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2"',
		],
		[
			"a name that is no name",
			MAPS,
			configMap("A_b"),
			422,
			'ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must',
		],
		[
			"no containers",
			"/api/v1/namespaces/default/pods",
			{ apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, spec: {} },
			422,
			'Pod "x" is invalid: spec.containers: Required value',
		],
		[
			"a selector that misses its template",
			"/apis/apps/v1/namespaces/default/deployments",
			{
				apiVersion: "apps/v1",
				kind: "Deployment",
				metadata: { name: "x" },
				spec: {
					selector: { matchLabels: { app: "x" } },
					template: {
						metadata: { labels: { app: "y" } },
						spec: { containers: [{ name: "c", image: "i" }] },
					},
				},
			},
			422,
			'Deployment.apps "x" is invalid: spec.template.metadata.labels: Invalid value: {"app":"y"}: `selector` does not match template `labels`',
		],
		[
			"what is no object",
			MAPS,
			[1],
			400,
			"the object provided is unrecognized",
		],
	])("refuses %s", async (_name, path, body, code, message) => {
		const answer = await post(path, body);
		expect(answer.code).toBe(code);
		expect(textAt(answer.body, "message")).toContain(message);
	});

	test("refuses JSON that breaks off, and forms it does not know", async () => {
		const send = (contentType: string) =>
			sandbox.api(MAPS, {
				method: "POST",
				body: "x",
				headers: { "content-type": contentType },
			});
		expect(await send("application/yaml")).toMatchObject({
			code: 415,
			body: { reason: "UnsupportedMediaType" },
		});
	});

	test("tries with dryRun and keeps nothing", async () => {
		const { code } = await post(`${MAPS}?dryRun=All`, configMap("tried"));
		expect(code).toBe(201);
		expect((await sandbox.api(`${MAPS}/tried`)).code).toBe(404);
	});
});

describe("update and patch", () => {
	beforeAll(async () => {
		await post(MAPS, configMap("changed", { data: { a: "1" } }));
	});
	const path = `${MAPS}/changed`;

	test("an update of an older version is refused", async () => {
		const { body } = await sandbox.api(path);
		const stale = { ...Object(body), data: { a: "2" } };
		const put = (object: unknown) =>
			sandbox.api(path, { method: "PUT", body: object });
		expect((await put(stale)).code).toBe(200);
		const second = await put(stale);
		expect(second.code).toBe(409);
		expect(textAt(second.body, "message")).toBe(
			'Operation cannot be fulfilled on configmaps "changed": the object has been modified; please apply your changes to the latest version and try again',
		);
	});

	test.each<[Record<string, string>, unknown, unknown]>([
		[MERGE_PATCH, { data: { b: "2" } }, { b: "2" }],
		[JSON_PATCH, [{ op: "add", path: "/data/c", value: "3" }], { c: "3" }],
		[
			{ "content-type": "application/strategic-merge-patch+json" },
			{ data: { d: "4" } },
			{ d: "4" },
		],
	])("takes %j", async (headers, body, data) => {
		const answer = await sandbox.api(path, { method: "PATCH", body, headers });
		expect(answer.code).toBe(200);
		expect(at(answer.body, "data")).toMatchObject(Object(data));
	});

	test("says what is wrong with a patch", async () => {
		const patch = (body: unknown, headers: Record<string, string>) =>
			sandbox.api(path, { method: "PATCH", body, headers });
		expect(
			await patch([{ op: "remove", path: "/data/none" }], JSON_PATCH),
		).toMatchObject({ code: 422 });
		expect(
			await patch({}, { "content-type": "application/apply-patch+yaml" }),
		).toMatchObject({ code: 415 });
		expect(
			await patch({ metadata: { name: "other" } }, MERGE_PATCH),
		).toMatchObject({
			code: 400,
			body: {
				message:
					"the name of the object (other) does not match the name on the URL (changed)",
			},
		});
	});

	test.each([
		["a field that it has", (body: unknown) => ({ data: at(body, "data") })],
		["an empty map", () => ({ metadata: { labels: {}, annotations: {} } })],
	])("a patch with %s is no write", async (_, patchOf) => {
		const before = await sandbox.api(path);
		await sandbox.api(path, {
			method: "PATCH",
			body: patchOf(before.body),
			headers: MERGE_PATCH,
		});
		const after = await sandbox.api(path);
		expect(after.body).toEqual(before.body);
	});
});

describe("delete", () => {
	test("answers with a Status, then with 404", async () => {
		await post(MAPS, configMap("gone"));
		const remove = () => sandbox.api(`${MAPS}/gone`, { method: "DELETE" });
		expect((await remove()).body).toMatchObject({
			kind: "Status",
			status: "Success",
			details: { name: "gone", kind: "configmaps" },
		});
		expect((await remove()).body).toMatchObject({
			code: 404,
			reason: "NotFound",
			message: 'configmaps "gone" not found',
			details: { name: "gone", kind: "configmaps" },
		});
	});

	test.each([
		["", 405, "one by one"],
		["/taken?propagationPolicy=Orphan", 400, "in the background only"],
	])("says that it cannot do it for %j", async (rest, code, message) => {
		const answer = await sandbox.api(`${MAPS}${rest}`, { method: "DELETE" });
		expect(answer).toMatchObject({
			code,
			body: { message: expect.stringContaining(message) },
		});
	});

	test("does not take the namespaces that every cluster has", async () => {
		const path = "/api/v1/namespaces/default";
		expect(await sandbox.api(path, { method: "DELETE" })).toMatchObject({
			code: 403,
			body: {
				message:
					'namespaces "default" is forbidden: this namespace may not be deleted',
			},
		});
		expect(await sandbox.api(path)).toMatchObject({
			body: { status: { phase: "Active" } },
		});
	});
});

describe("list", () => {
	let namespaces = 0;
	let paged = "";
	beforeEach(async () => {
		const name = `paged-${namespaces++}`;
		await post("/api/v1/namespaces", {
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name },
		});
		paged = `/api/v1/namespaces/${name}/configmaps`;
		for (const name of ["a", "b", "c", "d", "e"])
			await post(paged, configMap(name, { data: { name } }));
	});
	const names = (body: unknown) =>
		listAt(body, "items").map((item) => textAt(item, "metadata.name"));

	test("comes in pages of one moment", async () => {
		const first = await sandbox.api(`${paged}?limit=2`);
		expect(names(first.body)).toEqual(["a", "b"]);
		expect(at(first.body, "metadata.remainingItemCount")).toBe(3);
		await sandbox.api(`${paged}/d`, { method: "DELETE" });
		await post(paged, configMap("c2"));
		const token = textAt(first.body, "metadata.continue");
		const rest = await sandbox.api(`${paged}?limit=10&continue=${token}`);
		expect(names(rest.body)).toEqual(["c", "d", "e"]);
		expect(at(rest.body, "metadata.resourceVersion")).toBe(
			at(first.body, "metadata.resourceVersion"),
		);
		expect(at(rest.body, "metadata.continue")).toBeUndefined();
	});

	test.each([0, -1])("has no pages with a limit of %i", async (limit) => {
		const list = await sandbox.api(`${paged}?limit=${limit}`);
		expect(names(list.body)).toEqual(names((await sandbox.api(paged)).body));
		expect(at(list.body, "metadata.continue")).toBeUndefined();
	});

	test("a page of a moment that is forgotten is 410, with a token to go on", async () => {
		const first = await sandbox.api(`${paged}?limit=2`);
		await post(paged, configMap("later"));
		sandbox.control.compact();
		const token = textAt(first.body, "metadata.continue");
		const next = await sandbox.api(`${paged}?limit=2&continue=${token}`);
		expect(next.code).toBe(410);
		expect(next.body).toMatchObject({ reason: "Expired" });
		const restart = textAt(next.body, "metadata.continue");
		const rest = await sandbox.api(`${paged}?limit=2&continue=${restart}`);
		expect(names(rest.body)).toEqual(["c", "d"]);
	});

	test("refuses tokens and versions that are none of its own", async () => {
		expect(await sandbox.api(`${paged}?continue=nonsense`)).toMatchObject({
			code: 400,
			body: { message: expect.stringContaining("continue key is not valid") },
		});
		expect(await sandbox.api(`${paged}?resourceVersion=x`)).toMatchObject({
			code: 400,
		});
		expect(
			await sandbox.api(`${paged}?resourceVersion=99999999`),
		).toMatchObject({
			code: 504,
			body: {
				message: expect.stringContaining(
					"Too large resource version: 99999999",
				),
				details: { causes: [{ reason: "ResourceVersionTooLarge" }] },
			},
		});
	});

	test("is printed as a table for those who ask", async () => {
		const { body } = await sandbox.api("/api/v1/nodes", {
			headers: {
				accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
			},
		});
		expect(body).toMatchObject({
			kind: "Table",
			apiVersion: "meta.k8s.io/v1",
			columnDefinitions: expect.arrayContaining([
				expect.objectContaining({ name: "Name", format: "name", priority: 0 }),
				expect.objectContaining({ name: "Internal-IP", priority: 1 }),
			]),
		});
		expect(at(body, "rows.0.cells.0")).toBe("sandbox-1");
		expect(at(body, "rows.0.object.kind")).toBe("PartialObjectMetadata");
	});

	test("what no form suits is 406", async () => {
		const { code } = await sandbox.api("/api/v1/nodes", {
			headers: { accept: "application/vnd.kubernetes.protobuf" },
		});
		expect(code).toBe(406);
	});

	test("a long one is compressed for who takes that", async () => {
		await post(MAPS, configMap("large", { data: { x: "x".repeat(200_000) } }));
		const url = new URL(MAPS, sandbox.server);
		const headers = {
			...sandbox.headersOf("admin"),
			"accept-encoding": "gzip",
		};
		const asking = get(url, { agent: sandbox.agent, headers });
		const [response] = await once(asking, "response");
		expect(response.headers["content-encoding"]).toBe("gzip");
		const bytes = await buffer(response);
		const list: unknown = JSON.parse(gunzipSync(bytes).toString());
		expect(names(list)).toContain("large");
	});
});
