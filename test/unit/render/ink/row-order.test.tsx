import { Text } from "ink";
import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { useKeys } from "../../../../src/render/ink/keys.ts";
import { useRowOrder } from "../../../../src/render/ink/row-order.ts";

type Row = { readonly name: string; readonly size: number };

/** Rows that `s` sorts by size; shown is what they are in order by. */
function Rows({ rows }: { readonly rows: readonly Row[] }) {
	const order = useRowOrder(rows, ({ name }) => name);
	useKeys({
		bindings: [
			{
				keys: ["s"],
				run: () => order.sort("size", (one, other) => one.size - other.size),
			},
		],
	});
	const names = order.rows.map(({ name }) => name).join("");
	return <Text>{`${names} ${order.sortedBy ?? "-"}`}</Text>;
}

test("rows stay where a sort has put them, and are in order by it until they change", async () => {
	const [a, b, c] = [3, 1, 2].map((size, index) => ({
		name: "abc".charAt(index),
		size,
	})) as [Row, Row, Row];
	const { stdin, lastFrame, rerender, unmount } = render(
		<Rows rows={[a, b, c]} />,
	);
	expect(lastFrame()).toBe("abc -");
	stdin.write("s");
	await expect.poll(() => lastFrame()).toBe("bca size");
	rerender(<Rows rows={[a, { ...b, size: 9 }, c]} />);
	expect(lastFrame()).toBe("bca -");
	rerender(<Rows rows={[a, b, c]} />);
	expect(lastFrame()).toBe("bca size");
	rerender(<Rows rows={[a, b, c, { name: "d", size: 0 }]} />);
	expect(lastFrame()).toBe("bcad -");
	unmount();
});
