import type { messages as id } from '../id/about';

export const messages: Record<keyof typeof id, string> = {
  'about.what':
    'Sapa helps a savings-and-loan cooperative know its members: savings, financing, arrears, transactions and contacts on one screen, and a greeting on WhatsApp before an instalment falls due.',
  'about.cooperative': 'Cooperative',
  'about.version': 'Version',
  'about.api': 'API',
  'about.apiDocs': 'API documentation',
  'about.privacy': 'Data',
  'about.privacyWhat':
    'Personal data is masked, each opening and change is recorded in the audit trail, and nothing is loaded from other sites.',
  'about.licencesServer': 'The server is made with free software:',
  'about.licences': 'Licences',
  'about.licencesHint': 'This site is made with free software:',
  'about.licencesFull': 'Full licence texts',
};
