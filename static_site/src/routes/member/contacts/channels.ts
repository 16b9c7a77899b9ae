export const CHANNELS = ['whatsapp', 'phone', 'email', 'letter'] as const;
