"""What people of the city write about changes in their work, and what their superiors answer. All of it invented.

A theme is five lines: applied, before, now, proof, effect; `{a}` is a large number, `{b}` a smaller one.
"""

from typing import Final

Theme = tuple[str, str, str, str, str]

COUNTER: Final[tuple[Theme, ...]] = (
    (
        "Menyapa lebih dulu dan menyebut nama loket.",
        "Pasien berdiri bingung; kami baru bicara setelah berkas ada di meja.",
        "Setiap pasien disapa dalam setengah menit, lalu diberi tahu urutan layanannya.",
        "Catatan loket: pertanyaan “saya harus ke mana” turun dari {a} menjadi {b} sehari.",
        "Ruang tunggu lebih tenang dan lansia jarang salah loket.",
    ),
    (
        "Mengulang keluhan dengan kata-kata warga sebelum menjawab.",
        "Keluhan langsung dijawab dengan aturan, sering berakhir adu suara.",
        "Saya mengulang dulu apa yang dikeluhkan, baru menawarkan dua jalan keluar.",
        "Buku keluhan: {b} dari {a} keluhan bulan lalu selesai di loket.",
        "Warga tidak perlu kembali hanya untuk mengadu ke kepala puskesmas.",
    ),
    (
        "Daftar syarat satu halaman dengan huruf besar.",
        "Syarat dijelaskan lisan, tiap petugas menyebut urutan berbeda.",
        "Satu lembar yang sama di semua loket; petugas menunjuk, warga membaca.",
        "Lembar syarat di loket 1–3, disahkan kepala tata usaha.",
        "Warga yang pulang karena berkas kurang turun dari {a} menjadi {b} sepekan.",
    ),
    (
        "Tiga langkah menenangkan orang yang marah.",
        "Kalau ada yang marah, kami memanggil satpam.",
        "Saya mengajak duduk di samping loket, mencatat, lalu memberi kepastian waktu.",
        "Sejak itu satpam hanya dipanggil sekali; dulu {b} kali sebulan.",
        "Antrean di belakangnya tetap bergerak.",
    ),
    (
        "Memberi tahu perkiraan waktu tunggu.",
        "Pasien menunggu tanpa tahu berapa lama, lalu bertanya berulang.",
        "Papan kecil di loket menulis perkiraan menit, diperbarui tiap setengah jam.",
        "Foto papan dan catatan jam 8–11 selama dua pekan.",
        "Pertanyaan berulang turun dari {a} menjadi {b} sehari.",
    ),
    (
        "Bahasa sederhana saat menyerahkan obat.",
        "Aturan minum dijelaskan dengan istilah resep.",
        "Pasien mengulang aturan minum dengan kata-katanya sendiri sebelum pulang.",
        "Dari {a} pasien yang kami telepon, {b} minum obat sesuai aturan; dulu separuhnya.",
        "Kontrol ulang karena salah minum obat berkurang.",
    ),
    (
        "Serah terima loket lima menit sebelum pergantian.",
        "Petugas siang tidak tahu pasien mana yang menunggu hasil.",
        "Ada buku serah terima: siapa menunggu apa, sejak jam berapa.",
        "Buku serah terima terisi {a} hari kerja berturut-turut.",
        "Tidak ada lagi pasien yang dipanggil ulang dari awal.",
    ),
    (
        "Mendahulukan lansia dan ibu hamil dengan cara yang terang.",
        "Prioritas diminta sambil berebut, yang lain merasa dilangkahi.",
        "Nomor prioritas warna lain, diumumkan tiap pagi.",
        "Nomor prioritas terpakai {b} sampai {a} lembar sehari.",
        "Tidak ada lagi protes di buku saran soal giliran.",
    ),
    (
        "Menutup percakapan dengan langkah berikutnya.",
        "Percakapan berakhir di “nanti dikabari”.",
        "Saya menulis tanggal dan nama petugas di balik kartu berobat.",
        "Contoh kartu, {b} lembar tersimpan di loket.",
        "Telepon menanyakan hasil turun dari {a} menjadi {b} sepekan.",
    ),
)
DATA: Final[tuple[Theme, ...]] = (
    (
        "Tabel tunggal dan kolom yang seragam.",
        "Setiap seksi punya berkas rekap sendiri; angkanya tidak pernah sama.",
        "Satu lembar kerja bersama, satu baris satu kejadian.",
        "Rekap Oktober: selisih antarseksi turun dari {a} menjadi {b} baris.",
        "Laporan bulanan ke pimpinan selesai tanggal 3, dulu tanggal 12.",
    ),
    (
        "Tabel ringkas untuk mencari penyebab.",
        "Kami menghitung jumlah layanan, tidak tahu di mana tertahan.",
        "Tiap Senin saya melihat langkah mana yang paling lama.",
        "Grafik waktu per langkah, {b} pekan berturut-turut.",
        "Dua langkah pemeriksaan digabung; warga menunggu {b} menit lebih singkat.",
    ),
    (
        "Membersihkan data ganda.",
        "Nama yang sama ditulis tiga cara, surat terkirim dua kali.",
        "Sebelum mencetak, data ganda ditandai otomatis.",
        "Dari {a} baris ganda tersisa {b}.",
        "Tidak ada lagi undangan dobel ke warga yang sama.",
    ),
    (
        "Validasi isian supaya salah ketik langsung terlihat.",
        "Kesalahan baru diketahui saat rekap tahunan.",
        "Sel menolak tanggal dan kode yang tidak ada.",
        "Kesalahan isian bulan ini {b}, tiga bulan lalu {a}.",
        "Rekan tidak lembur lagi di akhir bulan untuk memeriksa.",
    ),
    (
        "Grafik sederhana untuk rapat mingguan.",
        "Rapat membahas tabel enam halaman yang tak dibaca.",
        "Satu grafik dan dua kalimat di depan notula.",
        "Notula rapat {b} pekan terakhir.",
        "Keputusan penempatan petugas diambil di rapat, bukan sesudahnya.",
    ),
    (
        "Menarik data dari aplikasi alih-alih mengetik ulang.",
        "Setengah hari habis untuk menyalin dari layar.",
        "Data ditarik sekali, rumus menghitung sisanya.",
        "Waktu menyusun laporan turun dari {a} menjadi {b} jam sebulan.",
        "Petugas kembali ke loket pada jam ramai.",
    ),
)
PLANNING: Final[tuple[Theme, ...]] = (
    (
        "Membedakan keluaran dan hasil.",
        "Indikator kami berbunyi “jumlah kegiatan terlaksana”.",
        "Tiga indikator diganti dengan apa yang dirasakan penerima layanan.",
        "Matriks Renja perubahan, halaman {b}.",
        "Evaluasi triwulan membahas layanan, bukan serapan semata.",
    ),
    (
        "Pohon kinerja dari bawah ke atas.",
        "Kegiatan disalin dari tahun lalu tanpa tujuan.",
        "Setiap kegiatan ditelusuri ke sasaran; {b} kegiatan tanpa sasaran dihapus.",
        "Pohon kinerja di dinding ruang rapat, ditandatangani kepala dinas.",
        "Anggaran kegiatan yang dihapus dipindah ke perbaikan loket.",
    ),
    (
        "Rumus indikator ditulis lengkap.",
        "Dua bidang menghitung capaian dengan cara berbeda.",
        "Satu lembar definisi: rumus, sumber data, penanggung jawab.",
        "Lembar definisi {b} indikator utama.",
        "Capaian yang dilaporkan ke warga tidak lagi berubah tiap rapat.",
    ),
    (
        "Menetapkan garis awal sebelum target.",
        "Target naik lima persen setiap tahun tanpa alasan.",
        "Garis awal dihitung dari data dua tahun, target dibahas dengan bidang.",
        "Kertas kerja garis awal, {a} baris data.",
        "Target waktu layanan masuk akal dan dipantau tiap bulan.",
    ),
    (
        "Rapat kinerja bulanan yang singkat.",
        "Capaian hanya dibuka saat menyusun laporan akhir tahun.",
        "Setiap tanggal 5 kami melihat lima angka selama dua puluh menit.",
        "Catatan tiga rapat terakhir.",
        "Keterlambatan satu layanan ketahuan dua bulan lebih awal.",
    ),
    (
        "Menulis usulan dengan masalah di depan.",
        "Usulan kegiatan dimulai dari barang yang ingin dibeli.",
        "Usulan dimulai dari masalah dan buktinya, satu halaman.",
        "{b} usulan dengan bentuk baru; dua diterima tanpa revisi.",
        "Pembahasan anggaran selesai dalam satu kali duduk.",
    ),
)
# Story 6 of the city: the officer of the licensing office.
NINE_FORMS: Final[Theme] = (
    "Saya membuat tabel semua isian dari sembilan formulir izin dan menandai yang berulang.",
    "Pemohon izin usaha kecil mengisi sembilan formulir; 61 dari 104 isian diminta lebih dari sekali.",
    "Sejak Agustus tinggal empat formulir. Data yang sudah ada di NIB tidak diminta lagi.",
    "Map contoh lama dan baru di loket 2, nota persetujuan kepala dinas, dan rekap waktu 212 pemohon.",
    (
        "Mengisi formulir turun dari rata-rata 70 menjadi 30 menit; berkas yang dikembalikan turun dari 3 di antara 10 "
        "menjadi 1."
    ),
)
NINE_FORMS_TITLE: Final = "Sembilan formulir menjadi empat"
STORY_TITLES: Final = ("Satu lembar syarat untuk semua loket", "Rapat dua puluh menit, lima angka")
NOTHING: Final = (
    "Komputer di ruang kami belum bisa membuka berkas sebesar itu; menunggu penggantian.",
    "Saya pindah tugas ke gudang obat sepekan sesudah pelatihan.",
    "SOP lama masih mewajibkan buku tulis; kami menunggu SOP yang baru.",
    "Loket dijaga sendirian, belum ada waktu untuk mencoba cara baru.",
)
NOTHING_HINDERED: Final = ("tools", "transfer", "procedure", "time")
SEEN: Final = (
    "Saya lihat sendiri di loket.",
    "Benar, buktinya ada di meja saya.",
    "Rekan satu tim mulai meniru.",
    "Terasa sekali di rapat Senin.",
    "Sudah saya minta dipakai di dua ruang lain.",
    "",
    "",
)
PARTLY: Final = (
    "Mulai terlihat, belum setiap hari.",
    "Sudah jalan di pagi hari; sore masih cara lama.",
    "Baik, tetapi mesin cetak hanya satu.",
    "Caranya benar, SOP-nya belum ikut berubah.",
    "",
)
NOT_YET: Final = (
    "Belum tampak, alatnya memang belum ada.",
    "Kita bicarakan lagi bulan depan.",
    "SOP belum mengizinkan; saya usulkan perubahannya.",
    "",
)
# The seminar of 2025: what its participants wrote ninety days later, and what their superiors saw.
GREETING: Final[Theme] = (
    "Memulai pagi dengan saling menyapa.",
    "Kami mulai bekerja tanpa saling bicara.",
    "Ada lima menit saling menyapa sebelum loket dibuka.",
    "Rekan satu ruang dapat ditanya.",
    "Suasana lebih hangat; lama layanan tidak berubah.",
)
GREETED: Final = ("Memang lebih ceria.", "Hanya di awal pekan.", "Baru satu orang, belum seruangan.", "")
CHEERFUL: Final = (
    "Saya pulang bersemangat, tetapi tidak membawa cara kerja yang baru.",
    "Tidak ada latihannya; sepekan kemudian saya bekerja seperti biasa.",
    "Isinya tentang perasaan, bukan tentang antrean di tempat kami.",
    "Ceritanya masih saya ingat, yang bisa dipakai di pekerjaan belum ada.",
    "Prosedurnya sama, jadi pekerjaan saya juga sama.",
)
UNCHANGED: Final = (
    "Lebih ceria sepekan, cara kerjanya sama.",
    "Tidak ada yang berbeda di loket.",
    "Seminarnya tidak menyentuh pekerjaannya.",
    "Ia senang ikut; hasil kerjanya tetap.",
    "",
)
