import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { fakeApi } from "./fake-api.ts";
import { pod, port, replica, server, service, workload } from "./objects.ts";
import { query } from "./query.ts";
import { brief, refusal, resolve, SERVICES, userService } from "./resolving.ts";

describe("ports", () => {
	const plain = replica("plain", "a", {
		spec: { containers: [server({ ports: [port(8080), port(9000)] })] },
	});
	const deployment = workload("Deployment", "plain");
	const told = service("plain", {
		ports: [{ port: 80, targetPort: 9000, appProtocol: "kubernetes.io/h2c" }],
	});

	test("Services are asked once, and only when pods alone do not tell", async () => {
		const api = fakeApi([
			deployment,
			plain,
			replica("plain", "b", { spec: plain.spec ?? {} }),
			told,
		]);
		const targets = await resolve([], query(["deploy/plain"]), api);
		expect(targets.map(({ port }) => port)).toMatchObject([
			{ port: 9000, evidence: "app-protocol" },
			{ port: 9000 },
		]);
		expect(
			api.requests.filter((request) => request.includes("services")),
		).toEqual([`list ${SERVICES}`]);
	});

	test("Services that may not be listed leave a note", async () => {
		const api = fakeApi([deployment, plain, told], {
			[SERVICES]: new PluginError("forbidden", "no"),
		});
		const [first] = await resolve([], query(["deploy/plain"]), api);
		expect(first?.port).toMatchObject({
			port: 8080,
			notes: expect.arrayContaining([
				{
					kind: "remark",
					text: expect.stringContaining("Services may not be listed"),
				},
			]),
		});
	});

	test("another error of that list is not swallowed", async () => {
		const broken = new PluginError("api-error", "boom");
		const api = fakeApi([deployment, plain], { [SERVICES]: broken });
		expect(await refusal([], query(["deploy/plain"]), api)).toBe(broken);
	});

	test("a name that one pod has is no error; the others have none", async () => {
		const objects = [
			...userService,
			replica("user-service", "c", {
				spec: { containers: [server({ ports: [] })] },
			}),
		];
		const targets = await resolve(
			objects,
			query(["deploy/user-service"], { port: "grpc" }),
		);
		expect(targets.map(({ port }) => port.kind)).toEqual([
			"chosen",
			"chosen",
			"none",
		]);
	});

	test("a name that no pod has is an error with the names there are", async () => {
		const error = await refusal(
			userService,
			query(["deploy/user-service"], { port: "grcp" }),
		);
		expect(error).toMatchObject({
			code: "port",
			message: "user-service-5d4f8b-a: no port named grcp",
			hint: ["ports of the pod: 50051 (grpc)"],
		});
	});

	test("a container that no pod has is an error with the containers there are", async () => {
		const error = await refusal(
			userService,
			query(["deploy/user-service"], { container: "web" }),
		);
		expect(error).toMatchObject({
			code: "target",
			message: "no pod has a container named web",
			hint: ["its containers: server"],
		});
	});

	test("no port at all is a row, not an error", async () => {
		const bare = pod("bare", { spec: { containers: [server({ ports: [] })] } });
		expect((await resolve([bare], query(["bare"]))).map(brief)).toEqual([
			"pod/bare bare none",
		]);
	});
});
