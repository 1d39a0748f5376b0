import { describe, expect, test } from "vitest";
import { readPluginPolicy } from "../../../../src/kubernetes/access/kuberc.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();

const DENY_ALL = `kind: Preference
apiVersion: kubectl.config.k8s.io/v1beta1
credentialPluginPolicy: DenyAll
`;

/** Returns the policy of a kuberc that a flag names. */
function policyOf(text: string): ReturnType<typeof readPluginPolicy> {
	return readPluginPolicy(folder.write("kuberc", text), {});
}

test("without a kuberc every plugin may run", async () => {
	const env = { HOME: folder.path(".") };
	expect(await readPluginPolicy(undefined, env)).toEqual({ kind: "allow-all" });
});

test("a kuberc that is named where KUBERC=off leaves all out lets none run, as with kubectl", async () => {
	const file = folder.write("kuberc", DENY_ALL);
	const error = await errorOf(readPluginPolicy(file, { KUBERC: "off" }));
	expect(error.code).toBe("credentials");
	expect(error.message).toContain(file);
	const gate = { KUBERC: "off", KUBECTL_KUBERC: "false" };
	expect(await readPluginPolicy(file, gate)).toEqual({ kind: "allow-all" });
});

test.each(["", "---\n", "# nothing yet\n", "null\n"])(
	"a kuberc that says nothing, %j, is none",
	async (text) => {
		expect(await policyOf(text)).toEqual({ kind: "allow-all" });
	},
);

test("the first Preference counts, whatever stands before it", async () => {
	const other = "kind: Config\napiVersion: v1\n";
	const open = DENY_ALL.replace("DenyAll", "AllowAll");
	const text = ["", other, DENY_ALL, open].join("---\n");
	expect(await policyOf(text)).toMatchObject({ kind: "deny-all" });
});

describe("a kuberc in which no policy can be found lets none run", () => {
	const texts = [
		["not YAML", "{", "is not YAML"],
		["another kind", "kind: Config\n", "holds no Preference"],
		["a list", "- 1\n", "the file must be a mapping"],
		[
			"a policy that is no text",
			DENY_ALL.replace("DenyAll", "[DenyAll]"),
			"credentialPluginPolicy must be a text",
		],
	] as const;
	test.each(texts)("%s", async (_name, text, what) => {
		const error = await errorOf(policyOf(text));
		expect(error.code).toBe("credentials");
		expect(error.message).toContain(what);
	});

	test.skipIf(process.platform !== "linux")("one that has no end", async () => {
		const error = await errorOf(readPluginPolicy("/dev/zero", {}));
		expect(error.message).toMatch(/is too large, or has no end/);
	});

	test("one that is a folder", async () => {
		const error = await errorOf(readPluginPolicy(folder.path("."), {}));
		expect(error.message).toMatch(/is not known$/);
	});
});
