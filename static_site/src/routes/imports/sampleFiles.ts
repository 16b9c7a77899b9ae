/** Headings that the import recognises, and one sample row. */
export const SAMPLE_FILES = {
  members: [
    ['No Anggota', 'Nama Lengkap', 'NIK', 'L/P', 'Tanggal Lahir', 'Tanggal Masuk', 'Status', 'Kantor', 'Pekerjaan', 'Alamat', 'RT/RW', 'Kelurahan', 'Kecamatan', 'Kabupaten/Kota', 'Provinsi', 'Kode Pos', 'No HP', 'Email'],
    ['CONTOH-1', 'Contoh Anggota', '', 'P', '17/08/1985', '02/01/2026', 'Aktif', '', 'Pedagang', 'Jalan Melati 5', '003/007', 'Sukamaju', 'Cilodong', 'Kota Depok', 'Jawa Barat', '16415', '0812-3456-7890', 'contoh@example.com'],
  ],
  savings: [
    ['No Rekening', 'No Anggota', 'Jenis Simpanan', 'Tanggal Buka'],
    ['CONTOH-S1', 'CONTOH-1', 'Simpanan Sukarela', '02/01/2026'],
  ],
  financing: [
    ['No Rekening', 'No Anggota', 'Produk', 'Plafon', 'Jasa % per Tahun', 'Metode', 'Jangka Waktu Bulan', 'Tanggal Cair', 'Tanggal Angsuran Pertama', 'Masa Tenggang Hari'],
    ['CONTOH-P1', 'CONTOH-1', 'Mikro', '12.000.000', '12', 'Flat', '12', '05/01/2026', '05/02/2026', '0'],
  ],
  transactions: [
    ['No Rekening', 'Tanggal Transaksi', 'Jenis Transaksi', 'Jumlah', 'No Bukti', 'Keterangan'],
    ['CONTOH-S1', '15/01/2026', 'Setoran', '250.000', 'CONTOH-B1', 'Setoran pertama'],
  ],
} as const;
