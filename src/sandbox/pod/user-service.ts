import { setTimeout as wait } from "node:timers/promises";
import { type Server, status } from "@grpc/grpc-js";
import { UserService } from "./gen/user_pb.ts";
import { StatusAnswer, serveStream, serveUnary } from "./methods.ts";

type User = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
};

/** Registers user.UserService with its three users. GetUser answers after `callDelayMs`. */
export function serveUsers(
	server: Server,
	options: { readonly callDelayMs: number },
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
	serveStream(server, UserService.method.listUsers, ({ limit }, call) => {
		for (const user of [...users.values()].slice(0, limit || users.size))
			call.send(user);
	});
	serveUnary(server, UserService.method.createUser, ({ name, email }) =>
		add(name, email),
	);
}
