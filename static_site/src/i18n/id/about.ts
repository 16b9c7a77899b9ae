export const messages = {
  'about.what':
    'Sapa membantu koperasi simpan pinjam mengenal anggotanya: simpanan, pembiayaan, tunggakan, transaksi, dan kontak dalam satu layar, lalu menyapa lewat WhatsApp sebelum angsuran jatuh tempo.',
  'about.cooperative': 'Koperasi',
  'about.version': 'Versi',
  'about.api': 'API',
  'about.apiDocs': 'Dokumentasi API',
  'about.privacy': 'Data',
  'about.privacyWhat':
    'Data pribadi disamarkan, setiap pembukaan dan perubahan tercatat di jejak audit, dan tidak ada yang dimuat dari situs lain.',
  'about.licencesServer': 'Server memakai perangkat lunak bebas:',
  'about.licences': 'Lisensi',
  'about.licencesHint': 'Halaman ini dibuat dengan perangkat lunak bebas:',
  'about.licencesFull': 'Teks lengkap lisensi',
} as const;
