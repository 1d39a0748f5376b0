import { Text } from "ink";
import { render } from "ink-testing-library";
import { describe, expect, it } from "vitest";
import {
	changeFilter,
	type FilterAction,
	type FilterState,
	filterLine,
	matchesFilter,
	useFilter,
} from "../../../../src/render/ink/filter.ts";
import { useKeys } from "../../../../src/render/ink/keys.ts";
import { plainText } from "../../../../src/render/span.ts";

const after = (...actions: FilterAction[]): FilterState =>
	actions.reduce(changeFilter, { mode: "off", text: "" });
const open: FilterAction = { kind: "open" };
const type = (text: string): FilterAction => ({ kind: "type", text });

describe("changeFilter", () => {
	it.each<[readonly FilterAction[], FilterState["mode"], string]>([
		[[open], "typing", ""],
		[[open, type("a"), type("é")], "typing", "aé"],
		[[open, type("a🙂"), { kind: "backspace" }], "typing", "a"],
		[[open, { kind: "backspace" }], "off", ""],
		[[open, type("a"), { kind: "clear" }], "typing", ""],
		[[open, type("a"), { kind: "accept" }], "on", "a"],
		[[open, type("a"), { kind: "accept" }, open], "typing", "a"],
		[[open, { kind: "accept" }], "off", ""],
		[[open, type("a"), { kind: "cancel" }], "off", ""],
	])("after %j it is %s with %j", (actions, mode, text) => {
		expect(after(...actions)).toEqual({ mode, text });
	});

	it("keeps no more than a name can have", () => {
		expect(after(open, type("x".repeat(10_000))).text).toHaveLength(256);
	});
});

describe("matchesFilter", () => {
	it.each([
		["user-service SERVING", "serv", true],
		["user-service SERVING", "serving USER", true],
		["user-service SERVING", "user x", false],
		["anything", "", true],
		["anything", "  any ", true],
	])("%j with %j: %s", (text, filter, matches) => {
		expect(matchesFilter(text, filter)).toBe(matches);
	});
});

function Filtered() {
	const filter = useFilter();
	useKeys(filter.typing ?? { bindings: filter.bindings });
	return (
		<>
			<Text>{`${filter.mode}:${filter.text}`}</Text>
			<Text>{plainText(filterLine(filter))}</Text>
		</>
	);
}

describe("useFilter", () => {
	it("is opened, typed, kept and dropped by keys", async () => {
		const { stdin, lastFrame, unmount } = render(<Filtered />);
		expect(lastFrame()).toBe("off:");
		stdin.write("/a b");
		await expect.poll(() => lastFrame()).toBe("typing:a b\n/a b▏");
		stdin.write("\r");
		await expect.poll(() => lastFrame()).toBe("on:a b\n/a b  esc drops it");
		stdin.write("\x1b");
		await expect.poll(() => lastFrame()).toBe("off:");
		unmount();
	});
});
