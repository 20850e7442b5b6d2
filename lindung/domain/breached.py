"""Passwords of twelve signs and more that everybody tries first, from published lists and from local habit."""

_WORDS = """
    password sandi katasandi kata-sandi katakunci rahasia sayang sayangku cintaku bismillah alhamdulillah
    indonesia jakarta surabaya nganjuk kendal pasuruan gianyar ngawi merdeka garuda pancasila kabupaten
    pemerintah bupati admin administrator operator petugas pegawai bendahara lindung bpjs bpjstk asn pns selamat
    datang welcome letmein qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm iloveyou monkey dragon football
    baseball basketball superman batman princess sunshine master shadow michael jennifer charlie jordan computer
    internet samsung google facebook login access secret changeme default guest test testing user root hello
    freedom whatever trustno passw0rd p@ssword p@ssw0rd pa55word doraemon naruto persib persija arema anakku
    keluarga bahagia semangat sukses jaya
"""
_TAILS = """
    123 1234 12345 123456 1234567 12345678 123456789 1234567890 2024 2025 2026 2027 123! 1234! 12345! 123456!
    2025! 2026! 2027! @123 @1234 @12345 @123456 @2025 @2026 @2027 #123 #1234 #2026 _123 _1234 _2026 -123 -1234
    -2026 .123 1945 170845 000000 111111 654321 321321 123123 321
"""
_ALONE = r"""
    123456789012 1234567890123 12345678901234 123456789123 123123123123 112233445566 121212121212 123412341234
    098765432109 987654321098 000000000000 111111111111 1q2w3e4r5t6y 1q2w3e4r5t6y7u q1w2e3r4t5y6 q1w2e3r4t5y6u7
    1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz@wsx3edc 1qazxsw23edc zaq12wsxcde3 zaq1xsw2cde3 qazwsxedcrfv qazwsxedc123
    qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiop[]\ qwerty123456 qwerty12345678 qwe123qwe123 qweasdzxc123
    qweasdzxcqwe asdfghjkl123 asdfghjkl;' zxcvbnm12345 zxcvbnm,./12 abcd1234abcd abc123abc123 abcdefghijkl
    abcdefghijklm abcdef123456 a1b2c3d4e5f6 aa1234567890 passwordpassword passwordpass password1password
    qwertyqwerty qwertyqwerty123 iloveyouiloveyou adminadminadmin admin1admin1 adminadmin123 rahasiarahasia
    sayangsayang bismillahirrahmanirrahim unbelievable mypassword123 mypassword1234 letmeinplease letmein12345
    welcometoindonesia correcthorsebatterystaple ilovemyfamily iloveyou2026 nevergiveup123 thisismypassword
    passwordku123 passwordku12 passwordsaya passwordsaya123 sandirahasia sandirahasia123 katasandisaya
    katasandiku12 rahasiasaya123 inipassword123 inipasswordku gantipassword gantipassword123 passwordbaru
    passwordbaru123 sandibaru1234 pemkabnganjuk pemkabnganjuk123 nganjukbangkit nganjukbangkit1 kabupatennganjuk
    indonesiaraya indonesiaraya1 indonesiamerdeka dirgahayuindonesia bhinnekatunggalika semangatpagi1
    semangat45123 p@ssw0rd1234 p@ssw0rd12345 p@ssw0rd123! passw0rd1234 pa$$w0rd1234 welcome12345 welcome@1234
    admin@123456 administrator1 administrator! administrator123 superadmin123 superadmin1234 superadministrator
"""

_words, _tails = _WORDS.split(), _TAILS.split()
COMMON: frozenset[str] = frozenset(
    [*_ALONE.split(), *_words]
    + [word + tail for word in _words for tail in _tails]
    + [tail + word for word in _words for tail in _tails[:8]]
    + [word * times for word in _words for times in (2, 3)]
)
