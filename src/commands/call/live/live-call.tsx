import { useApp, useInput } from "ink";
import { useSyncExternalStore } from "react";
import { type KeyEvent, keyEvents } from "../../../render/ink/keys.ts";
import { Lines } from "../../../render/ink/line.tsx";
import { ScreenFrame } from "../../../render/ink/screen-frame.tsx";
import { bodyLines } from "./body-lines.ts";
import { footerLines } from "./footer-lines.ts";
import { headerLines, type Subject } from "./header-lines.ts";
import type { MessageTexts } from "./message-texts.ts";
import type { ScreenStore } from "./screen-store.ts";

type LiveCallProps = {
	readonly store: ScreenStore;
	readonly subject: Subject;
	readonly texts: MessageTexts;
	/** Takes keys in their order. `quit` ends the screen. */
	readonly press: (events: readonly KeyEvent[], quit: () => void) => void;
};

/** The live screen of one call: its responses as they arrive, and a line to type messages. */
export function LiveCall({ store, subject, texts, press }: LiveCallProps) {
	const { exit } = useApp();
	const state = useSyncExternalStore(store.subscribe, store.get);
	// The state is outside React, so a paste needs no redraw between its keys.
	useInput((input, key) => press(keyEvents(input, key), () => exit()));
	const { screen } = state;
	const edges = {
		header: headerLines(state, subject),
		footer: footerLines(state, subject),
	};
	return (
		<ScreenFrame screen={screen} edges={edges}>
			<Lines
				lines={bodyLines(state, subject, texts)}
				columns={screen.columns}
			/>
		</ScreenFrame>
	);
}
