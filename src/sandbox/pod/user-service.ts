import { setTimeout as wait } from "node:timers/promises";
import { type Server, status } from "@grpc/grpc-js";
import { UserService } from "./gen/user_pb.ts";
import { StatusAnswer, serveStream, serveUnary } from "./methods.ts";

type User = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
};

/**
 * Registers user.UserService with three users. GetUser answers after `callDelayMs`, and ListUsers sends all users `listRepeat` times.
 */
export function serveUsers(
	server: Server,
	options: { readonly callDelayMs: number; readonly listRepeat: number },
): void {
	const users = new Map<string, User>();
	const add = (name: string, email: string): User => {
		const user = { id: String(42 + users.size), name, email };
		users.set(user.id, user);
		return user;
	};
	add("Ada", "ada@example.com");
	add("Grace", "grace@example.com");
	add("Barbara", "barbara@example.com");

	serveUnary(server, UserService.method.getUser, async ({ id }) => {
		await wait(options.callDelayMs);
		const user = users.get(id);
		if (!user) throw new StatusAnswer(status.NOT_FOUND, `no user ${id}`);
		return user;
	});
	serveStream(server, UserService.method.listUsers, async ({ limit }, call) => {
		const listed = [...users.values()].slice(0, limit || users.size);
		const cancelled = new Promise<"cancelled">((resolve) =>
			call.onCancel(() => resolve("cancelled")),
		);
		for (let round = 0; round < options.listRepeat; round++) {
			for (const user of listed) {
				if (call.send(user)) continue;
				const drained = new Promise<void>((resolve) => call.drained(resolve));
				if ((await Promise.race([drained, cancelled])) === "cancelled") return;
			}
		}
	});
	serveUnary(server, UserService.method.createUser, ({ name, email }) =>
		add(name, email),
	);
}
