"""What superiors and their people write in the invented city: reasons, coaching plans, notes and nominations."""

# Why somebody has a predicate, by predicate.
REASONS = {
    "very_good": (
        "Semua target triwulan selesai sebelum waktunya, dan dua rekan dibantu sampai mandiri.",
        "Menyusun panduan kerja satu halaman yang kini dipakai seluruh seksi; tidak ada berkas yang kembali.",
        "Menggantikan rekan yang cuti panjang tanpa satu pun layanan tertunda; warga menyebut keramahannya.",
        "Membenahi arsip tiga tahun dalam dua bulan; waktu mencari berkas turun dari sejam menjadi lima menit.",
        "Mengusulkan dan menjalankan jadwal loket siang; antrean pukul 12 hilang sejak bulan kedua.",
    ),
    "good": (
        "Target tercapai dan laporan selalu tepat waktu. Berikutnya: berbagi cara kerjanya kepada yang baru.",
        "Pekerjaan rapi dan dapat diandalkan. Saya ingin melihat lebih banyak usulan perbaikan darinya.",
        "Sesuai yang disepakati dalam dialog kinerja awal tahun. Pelayanan kepada warga baik.",
        "Sempat tertinggal pada awal triwulan, lalu mengejar sampai semua selesai.",
    ),
    "needs_improvement": (
        "Empat dari sepuluh target tidak selesai; perlu pendampingan dalam menyusun rencana mingguan.",
        "Laporan bulanan tiga kali terlambat lebih dari sepuluh hari. Sikapnya baik dan mau belajar.",
        "Banyak berkas harus diperbaiki karena langkah pemeriksaan dilewati. Sudah kami bicarakan dua kali.",
        "Belum menguasai aplikasi baru, sehingga pekerjaan menumpuk pada rekan satu ruang.",
    ),
    "poor": (
        "Hasil kerja sesuai, tetapi lima kali meninggalkan loket pada jam layanan tanpa kabar.",
        "Target tercapai. Dua kali berkata kasar kepada pemohon; sudah ditegur dan dicatat.",
        "Pekerjaan selesai, tetapi rekan satu tim berulang kali tidak mendapat kabar yang mereka perlukan.",
    ),
    "very_poor": (
        "Target tidak tercapai dan sering tidak hadir tanpa keterangan sejak Agustus.",
        "Pekerjaan pokok tidak diselesaikan, dan teguran lisan belum mengubah keadaan.",
    ),
}
ANSWERS = (
    "Terima kasih. Saya akan mencobanya, dan mohon contoh laporan yang dianggap baik.",
    "Saya setuju. Semester lalu komputer di meja saya rusak enam minggu; mohon itu ikut diingat.",
    "Terima kasih atas penilaiannya. Saya ingin ikut pelatihan yang pernah kita bicarakan.",
    "Saya mengerti alasannya. Mohon pertemuan rutin, supaya saya tahu lebih awal bila ada yang kurang.",
)
# (what shall be better, what both do) for results of work, and for behaviour.
FOR_RESULTS = (
    (
        "Laporan bulanan selesai paling lambat tanggal 5.\nPaling banyak satu berkas dari sepuluh perlu diperbaiki.",
        (
            "Pegawai menyusun rencana mingguan setiap Senin dan menunjukkannya.\nAtasan memeriksa satu berkas "
            "bersama setiap minggu dan memberi contoh yang baik."
        ),
    ),
    (
        "Sembilan dari sepuluh target triwulan selesai.\nHambatan disampaikan paling lambat dua hari sesudah terasa.",
        "Pekerjaan besar dipecah menjadi langkah mingguan.\nAtasan mengurangi tugas tambahan selama masa pembinaan.",
    ),
    (
        "Menjalankan aplikasi kerja tanpa bantuan untuk lima jenis layanan yang paling sering.",
        (
            "Pegawai mendampingi rekan yang mahir dua jam setiap minggu dan mencatat langkahnya.\nAtasan "
            "menyediakan waktu latihan tiap Jumat pagi."
        ),
    ),
)
FOR_BEHAVIOUR = (
    (
        (
            "Hadir di tempat layanan sepanjang jam buka; bila harus pergi, ada pengganti.\nTidak ada keluhan "
            "tentang sikap."
        ),
        (
            "Pegawai mengabari atasan sebelum meninggalkan tempat.\nAtasan mengatur giliran istirahat dan "
            "menanyakan keadaan setiap Senin."
        ),
    ),
    (
        "Pemohon disapa dan diberi penjelasan dengan tenang, juga ketika ramai.",
        (
            "Berlatih percakapan sulit bersama dua rekan, dua kali sebulan.\nAtasan duduk bersama di loket "
            "satu jam setiap dua minggu dan langsung memberi umpan balik."
        ),
    ),
)
SUPERIOR_NOTES = (
    "Rencana mingguan sudah jalan. Dua laporan tepat waktu, satu terlambat sehari.",
    "Ada kemajuan: berkas yang kembali tinggal tiga. Kita sepakat memakai daftar periksa.",
    "Sempat mundur karena banyak tugas tambahan; tugas itu saya pindahkan sampai akhir masa pembinaan.",
    "Pembicaraan terbuka dan baik. Langkah berikutnya: mencoba sendiri tanpa pendamping selama seminggu.",
    "Warga dua kali menyampaikan terima kasih. Pertahankan, dan tetap kabari saya bila kewalahan.",
    "Target dua minggu ini tercapai semua.",
)
OWN_NOTES = (
    "Daftar periksa sangat membantu. Saya masih ragu pada langkah ketiga.",
    "Saya terbantu dengan waktu latihan Jumat pagi.",
    "Mohon pendampingan dilanjutkan dua minggu lagi.",
    "Saya setuju dengan catatan ini.",
)
ENDINGS = {
    "improved": (
        "Tiga bulan terakhir semua laporan tepat waktu dan berkas yang kembali tinggal satu dari dua puluh.",
        "Tidak ada keluhan lagi sejak bulan kedua, dan rekan satu tim merasakan bedanya.",
    ),
    "not_yet": (
        "Laporan sudah tepat waktu, tetapi mutunya belum; kita lanjutkan dengan rencana kedua yang lebih kecil.",
    ),
    "stopped": ("Dihentikan karena cuti sakit panjang; dibicarakan lagi sesudah kembali bekerja.",),
}
# For whom (families of positions), for what, the evidence, and where it can be seen.
NOMINATIONS = (
    (
        (
            "loket",
            "siak",
        ),
        "innovation",
        (
            "Pada triwulan I memeriksa semua formulir izin praktik dan menggabungkan isian yang berulang: "
            "sembilan formulir menjadi empat. Waktu pemohon di loket turun dari 35 menjadi 14 menit menurut "
            "catatan antrean Mei dan Juni."
        ),
        "Catatan antrean loket, Mei sampai Juni 2026\nNota perubahan formulir, April 2026",
    ),
    (
        ("guru_sd",),
        "results",
        (
            "Mengajak guru satu gugus membaca hasil asesmen tiap dua minggu. Murid kelas rendah yang belum "
            "lancar membaca turun dari sebelas menjadi tiga anak dalam satu semester."
        ),
        "Rekap asesmen kelas, Juni 2026",
    ),
    (
        ("perawat",),
        "service",
        (
            "Menyusun lembar serah terima giliran jaga yang dipakai tiga ruang rawat. Sejak Maret tidak ada "
            "lagi obat malam yang terlewat, dan keluarga pasien menerima penjelasan pada jam yang tetap."
        ),
        "Catatan mutu ruang rawat, Maret sampai September 2026",
    ),
    (
        ("guru_smp",),
        "sharing",
        (
            "Membuka kelasnya bagi rekan setiap Kamis; empat belas guru dari enam sekolah datang belajar cara "
            "menilai tugas kelompok dengan adil."
        ),
        "Daftar hadir kelas terbuka",
    ),
    (
        ("bidan",),
        "service",
        (
            "Mendatangi ibu hamil yang dua kali tidak datang kontrol, dengan jadwal sendiri di luar jam "
            "poliklinik. Kunjungan keempat naik dari 71 menjadi 88 persen."
        ),
        "Laporan kesehatan ibu, semester I 2026",
    ),
    (
        ("kelurahan",),
        "integrity",
        (
            "Mengembalikan pemberian pemohon dan menuliskannya di buku terbuka di meja layanan; sejak itu "
            "tidak ada lagi yang mencoba. Tiga kelurahan lain meniru buku itu."
        ),
        "Buku pemberian, 2026",
    ),
    (
        (
            "arsiparis",
            "kepegawaian",
            "analis_sdm",
        ),
        "innovation",
        (
            "Memindai dan menamai arsip kepegawaian tiga tahun dengan satu aturan nama. Mencari berkas yang "
            "semula setengah hari kini beberapa menit."
        ),
        "Uji cari dua puluh berkas, Agustus 2026",
    ),
    (
        (
            "bendahara",
            "keuangan",
            "pajak",
        ),
        "results",
        "Pertanggungjawaban selesai sebelum tanggal 10 setiap bulan sepanjang 2026, tanpa catatan perbaikan.",
        "Rekap pertanggungjawaban, Januari sampai Oktober 2026",
    ),
    (
        (
            "damkar",
            "siaga",
        ),
        "service",
        "Mengajari warga empat rukun tetangga memakai alat pemadam; dua kebakaran kecil padam sebelum regu tiba.",
        "Laporan kejadian, Juli dan September 2026",
    ),
    (
        (
            "nutrisionis",
            "promkes",
            "kesehatan",
        ),
        "sharing",
        "Menulis resep makanan balita dari bahan pasar setempat dan memasaknya bersama kader tiap bulan.",
        "Catatan kegiatan posyandu",
    ),
    (
        (
            "pendaftaran",
            "perekam_medis",
        ),
        "service",
        "Memindahkan pendaftaran pasien lanjut usia ke satu meja dengan kursi; antrean mereka tinggal sepuluh menit.",
        "Catatan antrean pendaftaran",
    ),
    (
        (),
        "integrity",
        (
            "Selalu menjadi tempat bertanya rekan, terbuka tentang kesalahan sendiri, dan tidak pernah "
            "meninggalkan pekerjaan orang lain setengah jadi."
        ),
        "",
    ),
)
RETURNED = (
    "Buktinya bagus, tetapi baru dua bulan berjalan. Usulkan lagi sesudah setahun dengan angka sebelum dan sesudah."
)
REFUSED = "Dua orang dari unit yang sama diusulkan; yang ini kami minta dilengkapi dengan pengaruhnya bagi warga."
