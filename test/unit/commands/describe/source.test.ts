import { expect, test } from "vitest";
import { printDescription } from "../../../../src/commands/describe/view.ts";
import { pageOf } from "../../../../src/render/page.ts";

test("tabs in comments, as Kubernetes has them in its own proto files, are printed as spaces", async () => {
	const text = await printDescription(
		{
			apiVersion: "kubectl-grpc/v1",
			kind: "SchemaDescription",
			pod: null,
			namespace: null,
			symbols: [
				{
					name: "shop.User",
					type: "a message",
					file: "generated.proto",
					deprecated: false,
					source:
						"// - keys:\n// \t* name\u001b[2J\nmessage User {\n  string id = 1; // \ta\tb\n}",
					descriptor: {},
				},
			],
			problems: [],
		},
		{ kind: "table" },
		pageOf({ isTTY: false, columns: 80 }, {}),
	);
	expect(text).toBe(
		"shop.User is a message:\n// - keys:\n//      * name\\x1b[2J\nmessage User {\n  string id = 1; //     a       b\n}\n",
	);
});
