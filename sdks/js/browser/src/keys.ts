/** What a flag's value may be: anything JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * Flag keys and the type of each one's value. Empty here; `turnout generate --typescript` writes a file that fills it in by
 * declaration merging, after which a wrong key or a fallback of the wrong type is a compile error.
 */
export interface FlagTypes {}

/** Experiment keys and the union of each one's variants. Filled in by the same generated file as {@link FlagTypes}. */
export interface ExperimentTypes {}

type Typed<T> = keyof T extends never ? false : true;

/** A flag's key: any string until {@link FlagTypes} is filled in, one of its keys from then on. */
export type FlagKey = Typed<FlagTypes> extends true ? keyof FlagTypes & string : string;

/** An experiment's key: any string until {@link ExperimentTypes} is filled in, one of its keys from then on. */
export type ExperimentKey = Typed<ExperimentTypes> extends true ? keyof ExperimentTypes & string : string;

/** The type of a flag's value: {@link Json} for a key without a declared type. */
export type FlagValue<K extends string> = K extends keyof FlagTypes ? FlagTypes[K] : Json;

/** The variants of an experiment: any string for a key without declared variants. */
export type VariantOf<K extends string> = K extends keyof ExperimentTypes ? ExperimentTypes[K] & string : string;

type Widened<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;

/** How a flag is asked for: untyped (the fallback gives the type; `false` where it is left out) or by declared keys. */
export type FlagReader = Typed<FlagTypes> extends true
  ? <K extends FlagKey>(key: K, ...fallback: FlagValue<K> extends boolean ? [fallback?: boolean] : [fallback: FlagValue<K>]) => FlagValue<K>
  : <T extends Json = boolean>(key: string, fallback?: T) => Widened<T>;

/** As {@link FlagReader}, with the reasons. */
export type FlagDetailsReader = Typed<FlagTypes> extends true
  ? <K extends FlagKey>(key: K, ...fallback: FlagValue<K> extends boolean ? [fallback?: boolean] : [fallback: FlagValue<K>]) => FlagDetails<FlagValue<K>>
  : <T extends Json = boolean>(key: string, fallback?: T) => FlagDetails<Widened<T>>;

/** A flag's value and why it is that. */
export interface FlagDetails<T = Json> {
  readonly value: T;
  /** Key of the variant that was served; null where the fallback was. */
  readonly variant: string | null;
  /** The server's reason (`TARGETING_MATCH`, `SPLIT`, `DISABLED`, …); `ERROR` where the fallback was: the server knows no such flag, or its value has another type. */
  readonly reason: string;
  /** Key of the experiment that decides the value, where one does. */
  readonly experiment?: string;
}
