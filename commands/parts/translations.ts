import type { TranslatedOption, Translations } from '../../src/core/translations.ts';

const address: TranslatedOption = {
  name: { fr: 'adresse', de: 'adresse', it: 'indirizzo', es: 'dirección' },
  description: {
    fr: 'L’adresse de la boîte aux lettres',
    de: 'Die Adresse des Postfachs',
    it: 'L’indirizzo della casella di posta',
    es: 'La dirección del buzón',
  },
};

const device: TranslatedOption = {
  name: { fr: 'appareil', de: 'gerät', it: 'dispositivo', es: 'dispositivo' },
  description: {
    fr: 'Le nom de l’appareil, ou les quatre premiers caractères de son mot de passe',
    de: 'Die Bezeichnung des Geräts oder die ersten vier Zeichen seines Passworts',
    it: 'Il nome del dispositivo o i primi quattro caratteri della sua password',
    es: 'El nombre del dispositivo o los cuatro primeros caracteres de su contraseña',
  },
};

const label: TranslatedOption = {
  name: { fr: 'nom', de: 'bezeichnung', it: 'nome', es: 'nombre' },
  description: {
    fr: 'Comment on l’appelle, de 1 à 64 caractères',
    de: 'Wie man es nennt, 1 bis 64 Zeichen',
    it: 'Come lo si chiama, da 1 a 64 caratteri',
    es: 'Cómo se le llama, de 1 a 64 caracteres',
  },
};

const kind: TranslatedOption = {
  name: { fr: 'type', de: 'art', it: 'tipo', es: 'tipo' },
  description: {
    fr: 'De quel type d’appareil il s’agit',
    de: 'Was für ein Gerät es ist',
    it: 'Che tipo di dispositivo è',
    es: 'Qué tipo de dispositivo es',
  },
  choices: {
    phone: { fr: 'Téléphone', de: 'Telefon', it: 'Telefono', es: 'Teléfono' },
    computer: { fr: 'Ordinateur', de: 'Computer', it: 'Computer', es: 'Ordenador' },
    tablet: { fr: 'Tablette', de: 'Tablet', it: 'Tablet', es: 'Tableta' },
    other: { fr: 'Autre', de: 'Anderes', it: 'Altro', es: 'Otro' },
  },
};

/** The protocols themselves are called the same everywhere. */
const protocols: TranslatedOption = {
  name: { fr: 'protocoles', de: 'protokolle', it: 'protocolli', es: 'protocolos' },
  description: {
    fr: 'À quoi il peut se connecter, un protocole au moins',
    de: 'Woran es sich anmelden darf, mindestens eines',
    it: 'A che cosa può accedere, almeno uno',
    es: 'A qué puede conectarse, al menos uno',
  },
};

const match: TranslatedOption = {
  name: { fr: 'recherche', de: 'suche', it: 'ricerca', es: 'búsqueda' },
  description: {
    fr: 'Seulement les appareils dont le nom contient ces mots ou dont le mot de passe commence ainsi',
    de: 'Nur Geräte mit diesen Wörtern in der Bezeichnung, oder deren Passwort so beginnt',
    it: 'Solo i dispositivi con queste parole nel nome o la cui password comincia così',
    es: 'Solo los dispositivos con estas palabras en el nombre o cuya contraseña empieza así',
  },
};

/** What the commands and their options are called in other languages, and what is said of them. */
export const translations: Translations = {
  root: {
    name: { fr: 'appareils', de: 'geräte', it: 'dispositivi', es: 'dispositivos' },
    description: {
      fr: 'Voir et modifier les appareils d’une adresse',
      de: 'Die Geräte einer Adresse zeigen und ändern',
      it: 'Mostra e modifica i dispositivi di un indirizzo',
      es: 'Ver y cambiar los dispositivos de una dirección',
    },
  },
  commands: {
    list: {
      name: { fr: 'liste', de: 'liste', it: 'elenco', es: 'lista' },
      description: {
        fr: 'Voir les appareils qui peuvent se connecter à une adresse',
        de: 'Die Geräte zeigen, die sich an einer Adresse anmelden können',
        it: 'Mostra i dispositivi che possono accedere a un indirizzo',
        es: 'Ver los dispositivos que pueden conectarse a una dirección',
      },
      options: { address, match },
    },
    add: {
      name: { fr: 'ajouter', de: 'hinzufügen', it: 'aggiungi', es: 'añadir' },
      description: {
        fr: 'Ajouter un appareil à une adresse : il reçoit son propre mot de passe',
        de: 'Einer Adresse ein Gerät hinzufügen: es bekommt ein eigenes Passwort',
        it: 'Aggiungi un dispositivo a un indirizzo: riceve una password propria',
        es: 'Añadir un dispositivo a una dirección: recibe su propia contraseña',
      },
      options: { address, label, kind, protocols },
    },
    edit: {
      name: { fr: 'modifier', de: 'bearbeiten', it: 'modifica', es: 'editar' },
      description: {
        fr: 'Modifier le nom, le type et les protocoles d’un appareil',
        de: 'Bezeichnung, Art und Protokolle eines Geräts ändern',
        it: 'Modifica nome, tipo e protocolli di un dispositivo',
        es: 'Cambiar el nombre, el tipo y los protocolos de un dispositivo',
      },
      options: { address, device, label, kind, protocols },
    },
    'change-password': {
      name: {
        fr: 'changer-mot-de-passe',
        de: 'passwort-ändern',
        it: 'cambia-password',
        es: 'cambiar-contraseña',
      },
      description: {
        fr: 'Donner un nouveau mot de passe à un appareil : sa connexion cesse jusqu’à ce qu’il l’ait',
        de: 'Einem Gerät ein neues Passwort geben: bis es das hat, endet seine Verbindung',
        it: 'Dai una nuova password a un dispositivo: fino ad allora la sua connessione termina',
        es: 'Dar una contraseña nueva a un dispositivo: su conexión termina hasta que la tenga',
      },
      options: { address, device },
    },
    disconnect: {
      name: { fr: 'déconnecter', de: 'trennen', it: 'disconnetti', es: 'desconectar' },
      description: {
        fr: 'Déconnecter un appareil : son mot de passe cesse de fonctionner pour toujours',
        de: 'Ein Gerät trennen: sein Passwort gilt endgültig nicht mehr',
        it: 'Disconnetti un dispositivo: la sua password smette di funzionare per sempre',
        es: 'Desconectar un dispositivo: su contraseña deja de funcionar para siempre',
      },
      options: { address, device },
    },
    'disconnect-all': {
      name: {
        fr: 'déconnecter-tout',
        de: 'alle-trennen',
        it: 'disconnetti-tutti',
        es: 'desconectar-todos',
      },
      description: {
        fr: 'Déconnecter tous les appareils d’une adresse, mais pas son mot de passe générique',
        de: 'Alle Geräte einer Adresse trennen, aber nicht ihr allgemeines Passwort',
        it: 'Disconnetti tutti i dispositivi di un indirizzo, ma non la sua password generica',
        es: 'Desconectar todos los dispositivos de una dirección, pero no su contraseña genérica',
      },
      options: { address },
    },
    audit: {
      name: { fr: 'journal', de: 'protokoll', it: 'registro', es: 'registro' },
      description: {
        fr: 'Voir les derniers changements d’une adresse : qui, quoi, quand',
        de: 'Die letzten Änderungen einer Adresse zeigen: wer, was, wann',
        it: 'Mostra le ultime modifiche di un indirizzo: chi, che cosa, quando',
        es: 'Ver los últimos cambios de una dirección: quién, qué, cuándo',
      },
      options: { address },
    },
    whoami: {
      name: { fr: 'qui-suis-je', de: 'wer-bin-ich', it: 'chi-sono', es: 'quién-soy' },
      description: {
        fr: 'Voir qui vous êtes pour Postern, et ce que vous pouvez faire et où',
        de: 'Zeigen, wer Sie für Postern sind und was Sie wo dürfen',
        it: 'Mostra chi sei per Postern e che cosa puoi fare e dove',
        es: 'Ver quién es usted para Postern y qué puede hacer y dónde',
      },
      options: {},
    },
    help: {
      name: { fr: 'aide', de: 'hilfe', it: 'aiuto', es: 'ayuda' },
      description: {
        fr: 'Voir ce que vous pouvez taper',
        de: 'Zeigen, was Sie eingeben können',
        it: 'Mostra che cosa puoi scrivere',
        es: 'Ver qué puede escribir',
      },
      options: {},
    },
  },
};
