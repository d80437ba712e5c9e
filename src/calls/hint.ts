/** Explains why a call failed and what the user can do about it, if we can find out. */
import type { DescMethod } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import { parseAddress } from './address.ts';
import { probe } from './probe.ts';
import type { Hint, Target } from '../contract/calls.ts';

/** The parts of a call's result that decide its hint. */
export interface Outcome {
  readonly status: { readonly code: status; readonly details: string };
  /** Whether the server has sent headers. */
  readonly answered: boolean;
  /** Whether we cancelled the call. */
  readonly cancelled: boolean;
}

/** Matches the messages of grpc-js about connections. Any other message comes from the server. */
const OWN_WORDS =
  /^(No connection established|Name resolution failed|Connection dropped|Stream refused|Received RST_STREAM|The connection|read E|write E|connect E|Channel)/i;

/**
 * Explains a failed call; undefined if we can add nothing to its status. It may connect to the target to find out which
 * protocol it speaks, for at most a second. `deadline` is in milliseconds.
 */
export async function hintFor(
  target: Target,
  method: DescMethod,
  outcome: Outcome,
  deadline: number | undefined,
): Promise<Hint | undefined> {
  const { code, details } = outcome.status;
  switch (code) {
    case status.UNAVAILABLE:
      if (!OWN_WORDS.test(details)) return undefined;
      if (outcome.answered) return brokenOff();
      return unreachable(target, details);
    case status.CANCELLED:
      if (outcome.cancelled) return undefined;
      return {
        cause: 'The server ended the call early.',
        fix: 'Look at its log: it may be stopping, or its code may have cancelled the call.',
      };
    case status.UNIMPLEMENTED:
      return notServed(target, method, details);
    case status.DEADLINE_EXCEEDED:
      return tooLate(target, outcome, deadline);
    case status.UNKNOWN:
    case status.INTERNAL:
      return notGrpc(target, details);
    default:
      return undefined;
  }
}

function brokenOff(): Hint {
  return {
    cause: 'The connection ended before the call did.',
    fix: 'The server has probably stopped or crashed. Look at its log and start it again.',
  };
}

async function unreachable(target: Target, details: string): Promise<Hint> {
  const { address } = target;
  const noName: Hint = {
    cause: `No host is named ${parseAddress(address)?.host ?? address}.`,
    fix: 'Check the spelling, and that this machine can resolve the name.',
    change: 'target',
  };
  if (/name resolution failed|ENOTFOUND|EAI_AGAIN/i.test(details)) return noName;
  if (details.includes('ECONNREFUSED')) return refused(address);
  if (/certificate|altnames|UNABLE_TO_|SELF_SIGNED/i.test(details)) return certificate(details);
  const found = await probe(address, target.security);
  switch (found) {
    case 'noName':
      return noName;
    case 'refused':
      return refused(address);
    case 'certificate':
      return certificate(details);
    case 'tls':
      return {
        cause: `${address} speaks TLS, and the call was made in plaintext.`,
        fix: 'Choose TLS for this target.',
        security: 'tls',
      };
    case 'plaintext':
      return {
        cause: `${address} does not speak TLS, and the call was made with TLS.`,
        fix: 'Choose plaintext for this target.',
        security: 'plaintext',
      };
    case 'http1':
      return http1(address);
    case 'silent':
      return {
        cause: `${address} accepts connections but does not speak gRPC (HTTP/2).`,
        fix: 'Check the port: another program may be listening there.',
        change: 'target',
      };
    case 'unreachable':
      return {
        cause: `${address} does not answer.`,
        fix: 'Check the address, the network, and any firewall in between.',
        change: 'target',
      };
    case 'grpc':
      return {
        cause: `The connection to ${address} was lost.`,
        fix: 'Send again. If this happens again, look at the log of the server.',
      };
  }
}

function refused(address: string): Hint {
  return { cause: `Nothing listens on ${address}.`, fix: 'Start the server, or check the port.', change: 'target' };
}

function certificate(details: string): Hint {
  // Newer versions of Node add a semicolon and the name of a Node option, which does not help the user here.
  const words =
    /(self[- ]signed certificate[^.:;]*|unable to [a-z ]{0,60}certificate|certificate has expired|altnames[^.]*|hostname[^.]*)/i.exec(
      details,
    )?.[0];
  return {
    cause: `The server's certificate is not trusted${words === undefined ? '' : ` (${words})`}.`,
    fix: "Add the authority's certificate to the system's (or name it in NODE_EXTRA_CA_CERTS), and call the server by the name in its certificate.",
  };
}

function http1(address: string): Hint {
  return {
    cause: `${address} is a web server (HTTP/1), not a gRPC server.`,
    fix: 'Check the port: gRPC often listens on a different port from HTTP.',
    change: 'target',
  };
}

function notServed(target: Target, method: DescMethod, details: string): Hint {
  // An HTTP/2 server without gRPC replies with 404. grpc-js reports this as UNIMPLEMENTED.
  if (details.includes('HTTP status code 404'))
    return {
      cause: `${target.address} speaks HTTP/2, but has no gRPC service there.`,
      fix: 'Check the address.',
      change: 'target',
    };
  const name = `${method.parent.typeName}/${method.name}`;
  if (details !== '' && !UNKNOWN_METHOD.test(details)) {
    return {
      cause: `The server knows ${name} but does not implement it yet.`,
      fix: "Write the method in the server's code.",
      change: 'code',
    };
  }
  return {
    cause: `${target.address} does not serve ${name}.`,
    fix: 'Check that it is the right server and that it was built from this version of the schema.',
    change: 'build',
  };
}

/** Matches what servers in Go, Node, Java, Python and .NET say about an unknown method. */
const UNKNOWN_METHOD =
  /^(unknown (service|method)|the server does not implement|method not found|(service|method) is unimplemented)/i;

async function tooLate(target: Target, outcome: Outcome, deadline: number | undefined): Promise<Hint> {
  const limit = deadline === undefined ? 'the deadline' : `${deadline} ms`;
  const slow: Hint = {
    cause: `The call was not finished within ${limit}.`,
    fix: 'Give it a longer deadline, or find out what the server waits for.',
    change: 'deadline',
  };
  if (outcome.answered || !/Waiting for/i.test(outcome.status.details)) return slow;
  if ((await probe(target.address, target.security)) === 'grpc') return tooShort(target, deadline);
  const hint = await unreachable(target, outcome.status.details);
  return { ...hint, cause: `${hint.cause} The call waited for a connection until ${limit} had passed.` };
}

/** Returns the hint for a server that speaks gRPC, if the deadline was too short for connecting to it. */
function tooShort({ address }: Target, deadline: number | undefined): Hint {
  const limit = deadline === undefined ? 'The deadline' : `The deadline of ${deadline} ms`;
  return {
    cause: `${limit} passed before a connection to ${address} was there.`,
    fix: 'Give the call more time.',
    change: 'deadline',
  };
}

async function notGrpc(target: Target, details: string): Promise<Hint | undefined> {
  if (/HTTP status code|without gRPC status|protocol error|parse error/i.test(details)) {
    if ((await probe(target.address, target.security)) === 'http1') return http1(target.address);
    return {
      cause: `${target.address} did not reply like a gRPC server.`,
      fix: 'Check the address; a proxy in between may have replied.',
      change: 'target',
    };
  }
  return undefined;
}
