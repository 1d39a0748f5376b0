import { toPluginError } from "../../../errors.ts";
import type { KeyEvent } from "../../../render/ink/keys.ts";
import type { Outgoing } from "./outgoing.ts";
import { type Effect, type Keyboard, press } from "./press.ts";
import type { ScreenStore } from "./screen-store.ts";

/** What keys act on. */
type Pressing = {
	readonly store: ScreenStore;
	readonly keyboard: Keyboard;
	readonly outgoing: Pick<Outgoing, "push" | "close">;
	/** Returns the serialized messages of a text. @throws PluginError `bad-input` */
	readonly encode: (text: string) => Promise<readonly Uint8Array[]>;
	/** Takes an unexpected error from a key. */
	readonly fail: (error: unknown) => void;
};

/**
 * Returns a function that takes keys. Each key is finished before the next one is looked up, even if its message has to be read first.
 */
export function takeKeys(
	pressing: Pressing,
): (events: readonly KeyEvent[], quit: () => void) => void {
	let last = Promise.resolve();
	return (events, quit) => {
		for (const event of events)
			last = last
				.then(() => pressOne(pressing, event, quit))
				.catch(pressing.fail);
	};
}

async function pressOne(
	pressing: Pressing,
	event: KeyEvent,
	quit: () => void,
): Promise<void> {
	const { store, keyboard } = pressing;
	const { state, effect } = press(store.get(), event, keyboard);
	if (state !== store.get()) store.set(state);
	if (effect !== undefined) await perform(effect, pressing, quit);
}

async function perform(
	effect: Effect,
	{ store, outgoing, encode }: Pressing,
	quit: () => void,
): Promise<void> {
	switch (effect.kind) {
		case "quit":
			return quit();
		case "half-close":
			return outgoing.close();
		case "send": {
			const { text } = effect;
			try {
				outgoing.push(await encode(text));
				store.apply({ kind: "accepted", text });
			} catch (caught) {
				const { message, hint } = toPluginError(caught);
				store.apply({ kind: "refused", fault: [message, ...hint] });
			}
		}
	}
}
