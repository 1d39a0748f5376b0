import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import type { TargetArgument } from "../../../../src/kubernetes/target.ts";
import {
	namesOf,
	POD_KINDS,
} from "../../../../src/kubernetes/targets/kinds.ts";
import { isObjectName } from "../../../../src/kubernetes/targets/object-name.ts";
import {
	parseTarget,
	parseTargets,
} from "../../../../src/kubernetes/targets/parse-target.ts";
import { thrownBy } from "../../plugin-error.ts";

/** Returns a target in a word or two: `deployments.apps user-service`, `pods x :grpc`, `endpoint host 443`. */
function brief(target: TargetArgument): string {
	if (target.kind === "endpoint")
		return `endpoint ${target.host} ${target.port}`;
	const { resource, group, name, port } = target;
	const type = group === undefined ? resource : `${resource}.${group}`;
	return port === undefined ? `${type} ${name}` : `${type} ${name} :${port}`;
}

describe("a target is read as kubectl reads it", () => {
	test.each([
		["user-service-0", "pods user-service-0"],
		["api.v1", "pods api.v1"],
		["pod/x", "pods x"],
		["po/x", "pods x"],
		["pod/user.proto", "pods user.proto"],
		["pods/x", "pods x"],
		["svc/x", "services x"],
		["deploy/x", "deployments.apps x"],
		["deployment/x", "deployments.apps x"],
		["deployments/x", "deployments.apps x"],
		["Deployment/x", "deployments.apps x"],
		["DEPLOY/x", "deployments.apps x"],
		["deployments.apps/x", "deployments.apps x"],
		["deployment.apps/x", "deployments.apps x"],
		["deploy.app/x", "deployments.apps x"],
		["deployments.v1.apps/x", "deployments.apps x"],
		["pods.v1./x", "pods x"],
		["sts/x", "statefulsets.apps x"],
		["ds/x", "daemonsets.apps x"],
		["rs/x", "replicasets.apps x"],
		["rc/x", "replicationcontrollers x"],
		["job/x", "jobs.batch x"],
		["jobs.batch/x", "jobs.batch x"],
		["rollouts.argoproj.io/x", "rollouts.argoproj.io x"],
		["svc/x:grpc", "services x :grpc"],
		["svc/x:80", "services x :80"],
		["pod/x:50051", "pods x :50051"],
		["localhost:50051", "endpoint localhost 50051"],
		["10.0.0.1:443", "endpoint 10.0.0.1 443"],
		["Grpc.Example.com.:443", "endpoint Grpc.Example.com. 443"],
		["[::1]:50051", "endpoint ::1 50051"],
	])("%s", (text, expected) => {
		expect(brief(parseTarget(text))).toBe(expected);
	});
});

describe("what can be no target is refused with a way on", () => {
	test.each([
		["", "bad-input", /empty word/, /deploy\/user-service/],
		["a b", "bad-input", /"a b" is no target/, /HOST:PORT/],
		["deploy/x\u001b[2J", "bad-input", /\\u001b\[2J/, /deploy/],
		["deploy/\u009b31m", "bad-input", /\\u\{9b\}31m/, /deploy/],
		["käse", "bad-input", /no target/, /deploy/],
		[
			"deploy/User-Service",
			"bad-input",
			/no name of a Kubernetes object/,
			/deploy\/user-service\?/,
		],
		["User-Service", "bad-input", /no name/, /pod\/user-service\?/],
		[
			"user.User",
			"bad-input",
			/no target/,
			/behind its target: deploy\/user-service user\.User$/m,
		],
		["GetUser", "bad-input", /no target/, /behind its target/],
		["user.UserService/GetUser", "bad-input", /no target/, /behind its/],
		["-x-", "bad-input", /no target/, /flags stand before "--"/],
		["deploy/-o", "bad-input", /no name/, /^$/],
		["-o", "bad-input", /no target/, /flags stand before "--"/],
		[
			"pod/a,pod/b",
			"bad-input",
			/several targets in one word/,
			/^each is a word: pod\/a pod\/b$/,
		],
		[
			"app=x,tier=y",
			"bad-input",
			/no target/,
			/^a label selector stands behind -l: -l app=x,tier=y$/,
		],
		[
			"app.kubernetes.io/name=x",
			"bad-input",
			/no target/,
			/-l app.kubernetes.io\/name=x$/,
		],
		["a,b", "bad-input", /several targets/, /^each is a word: a b$/],
		[
			"deploy/a,b",
			"bad-input",
			/several targets/,
			/^each is a word: deploy\/a deploy\/b$/,
		],
		[
			"deploy,svc",
			"bad-input",
			/list of types and needs a name/,
			/deploy,svc NAME$/,
		],
		[`${"a".repeat(254)}`, "bad-input", /at most 253/, /^$/],
		[
			"deploy/a/b",
			"bad-input",
			/not of the form TYPE\/NAME/,
			/svc\/user-service:grpc/,
		],
		["deploy/", "bad-input", /not of the form/, /deploy/],
		["/x", "bad-input", /not of the form/, /deploy/],
		["deploy", "bad-input", /is a type and needs a name/, /deploy\/NAME/],
		["pods", "bad-input", /needs a name/, /without a target/],
		["configmaps", "bad-input", /is a type/, /pod\/configmaps/],
		["https://example.com:443", "bad-input", /is a URL/, /HOST:PORT/],
		["unix:/run/x", "bad-input", /Unix socket/, / UNIX-CONNECT:\/run\/x$/],
		["unix:///run/x", "bad-input", /socket/, / UNIX-CONNECT:\/run\/x$/],
		["unix:x;y", "bad-input", /is a Unix socket/, / UNIX-CONNECT:'x;y'$/],
		["unix-abstract:x", "bad-input", /Unix socket/, / ABSTRACT-CONNECT:x$/],
		["deploymnet/x", "target", /unknown type/, /did you mean deploy\/x\?/],
		["dep/x", "target", /unknown type "dep"/, /did you mean deploy\/x\?/],
		[
			"widgets/x",
			"target",
			/unknown type "widgets"/,
			/types with pods: pod, svc, deploy/,
		],
		["shop/web-0", "target", /unknown type "shop"/, /-n shop web-0$/],
		["shop-service/a", "target", /unknown type/, /-n shop-service a$/],
		["user.proto", "bad-input", /is a file/, /--proto user\.proto$/],
		["./a/user.proto", "bad-input", /is a file/, /--proto \.\/a\/user\.proto$/],
		["api.binpb", "bad-input", /is a file/, /--protoset api\.binpb$/],
		["pod/shop/web-0", "bad-input", /not of the form/, /-n shop pod\/web-0/],
		["deployments.batch/x", "target", /unknown type/, /deploy/],
		["cm/x", "target", /type cm stands for no pods/, /deploy/],
		["secrets/x", "target", /stands for no pods/, /deploy/],
		[
			"node/n1",
			"target",
			/stands for no pods/,
			/--field-selector spec\.nodeName=n1/,
		],
		["Ingress/x", "target", /type ingress stands for no pods/, /HOST:PORT/],
		["cronjobs.batch/x", "target", /stands for no pods/, /job\//],
		["ns/shop", "target", /stands for no pods/, /-n shop/],
		["svc/x:0", "bad-input", /"0" is no port/, /1 to 65535/],
		["svc/x:65536", "bad-input", /no port/, /1 to 65535/],
		["svc/x:", "bad-input", /"" is no port/, /1 to 65535/],
		["svc/x:GRPC", "bad-input", /no port/, /1 to 65535/],
		["host:", "bad-input", /"" in "host:" is no port/, /1 to 65535/],
		["host:grpc", "bad-input", /no port/, /1 to 65535/],
		["host:99999", "bad-input", /no port/, /1 to 65535/],
		[":50051", "bad-input", /no address/, /HOST:PORT, .* localhost:50051$/],
		["::1", "bad-input", /no address/, /in brackets/],
		["::1:50051", "bad-input", /no address/, /in brackets/],
		["[::1]", "bad-input", /no address/, /HOST:PORT|brackets/],
		["[host]:1", "bad-input", /no address/, /HOST:PORT/],
		["a_b-:1", "bad-input", /no address/, /HOST:PORT/],
	] as const)("%j", (text, code, message, hint) => {
		const error = thrownBy(() => parseTarget(text));
		expect(error.code).toBe(code);
		expect(error.message).toMatch(message);
		expect(error.hint.join("\n")).toMatch(hint);
	});
});

describe("words of a command line", () => {
	test.each([
		[[], []],
		[["deploy", "user-service"], ["deployments.apps user-service"]],
		[
			["pods", "a", "b"],
			["pods a", "pods b"],
		],
		[
			["deploy,svc", "a"],
			["deployments.apps a", "services a"],
		],
		[["svc", "x:grpc"], ["services x :grpc"]],
		[
			["a", "b"],
			["pods a", "pods b"],
		],
		[
			["a", "deploy"],
			["pods a", '!deploy" is a type'],
		],
		[
			["deploy/a", "svc/b", "c", "host:1"],
			["deployments.apps a", "services b", "pods c", "endpoint host 1"],
		],
		[
			["deploy/a", "host:1", "Deployment/a", "host:1", "deployments.apps/a"],
			["deployments.apps a", "endpoint host 1"],
		],
		[["deploy,deployments", "a", "a"], ["deployments.apps a"]],
		[
			["svc/a", "svc/a:grpc"],
			["services a", "services a :grpc"],
		],
		[["deploy", "deploy/a"], ["!names its own type"]],
		[["cm", "a"], ["!stands for no pods"]],
		[["deploy", "[::1]:1"], ["!no name of a Kubernetes object"]],
		[["deploy,", "a"], ["!no name of a Kubernetes object"]],
		[["deploy"], ["!is a type and needs a name"]],
	])("%j", (words, expected) => {
		const refused = expected.find((text) => text.startsWith("!"))?.slice(1);
		if (refused === undefined)
			expect(parseTargets(words).map(brief)).toEqual(expected);
		else expect(thrownBy(() => parseTargets(words)).message).toContain(refused);
	});
});

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?$/);
const objectName = fc
	.array(label, { minLength: 1, maxLength: 3 })
	.map((parts) => parts.join("."));
const anyType = fc
	.constantFrom(...POD_KINDS)
	.chain((kind) =>
		fc.constantFrom(...namesOf(kind)).map((name) => ({ kind, name })),
	);

describe("for any input", () => {
	test("every name of every kind, in any case, names that kind", () => {
		fc.assert(
			fc.property(
				anyType,
				objectName,
				fc.boolean(),
				({ kind, name }, object, upper) => {
					const type = upper ? name.toUpperCase() : name;
					const target = parseTarget(`${type}/${object}`);
					expect(target).toMatchObject({
						resource: kind.resource,
						name: object,
					});
					expect(parseTargets([type, object])).toEqual([target]);
				},
			),
		);
	});

	test("an endpoint keeps its host and port", () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.domain(), fc.ipV4()),
				fc.integer({ min: 1, max: 65535 }),
				(host, port) => {
					expect(parseTarget(`${host}:${port}`)).toEqual({
						kind: "endpoint",
						host,
						port,
					});
				},
			),
		);
	});

	test("an IPv6 endpoint loses only its brackets", () => {
		fc.assert(
			fc.property(
				fc.ipV6(),
				fc.integer({ min: 1, max: 65535 }),
				(host, port) => {
					expect(parseTarget(`[${host}]:${port}`)).toEqual({
						kind: "endpoint",
						host,
						port,
					});
				},
			),
		);
	});

	test("a text is a target with a sound name, or refused on one printable line", () => {
		const text = fc.oneof(
			fc.string(),
			fc.string({ unit: "binary" }),
			fc.stringMatching(/^[a-z.]{1,8}[/:,[][a-zA-Z0-9:/.\]-]{0,12}$/),
		);
		fc.assert(fc.property(text, isReadOrRefused));
	});
});

/** It does not use `expect`, which costs more for each refusal than everything else. */
function isReadOrRefused(word: string): boolean {
	try {
		const target = parseTarget(word);
		return target.kind === "workload"
			? isObjectName(target.name)
			: target.port > 0;
	} catch (caught) {
		if (!(caught instanceof PluginError)) throw caught;
		return !/\p{C}/u.test(caught.message) && caught.message.length < 600;
	}
}
