/** The languages that names and descriptions are translated to, beside English. */
export const languages = ['fr', 'de', 'it', 'es'] as const;
export type Language = (typeof languages)[number];

export type InLanguages = Readonly<Record<Language, string>>;

/** A name is one word in lower case, as Discord wants the names of commands and options. */
export interface TranslatedName {
  readonly name: InLanguages;
  readonly description: InLanguages;
}

export interface TranslatedOption extends TranslatedName {
  /** Labels, by the values of the choices. */
  readonly choices?: Readonly<Record<string, InLanguages>>;
}

export interface TranslatedCommand extends TranslatedName {
  readonly options: Readonly<Record<string, TranslatedOption>>;
}

/** By the names of commands and options. */
export interface Translations {
  /** Of `/devices` itself. */
  readonly root: TranslatedName;
  readonly commands: Readonly<Record<string, TranslatedCommand>>;
}
