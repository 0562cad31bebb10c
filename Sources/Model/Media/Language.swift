/// What files call a language: two letters or three, and of some there are two words of three
/// letters (ISO 639-1, 639-2/T and 639-2/B).
public enum Language {
    /// Whether two words mean one language: `de`, `deu`, `ger` and `de-AT` do.
    public static func isSame(_ one: String, _ other: String) -> Bool {
        let common = (canonical(one), canonical(other))
        return !common.0.isEmpty && common.0 == common.1
    }

    /// The word of three letters that is nearest to the language's own name, where there is one.
    public static func canonical(_ word: String) -> String {
        let base = word.lowercased().prefix { $0 != "-" && $0 != "_" }
        return threeLetters[String(base)] ?? String(base)
    }

    /// As BCP 47 wants it: the shortest word for the language, and what stood behind it; nil when
    /// it is not said which one it is.
    public static func tag(_ word: String) -> String? {
        let parts = word.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        let isWord = { (part: String) in
            (1...8).contains(part.utf8.count)
                && part.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x7a ~= $0 | 0x20 }
        }
        guard let base = parts.first, parts.allSatisfy(isWord), base.utf8.count > 1 else {
            return nil
        }
        let own = canonical(base)
        if ["und", "mis", "mul", "zxx"].contains(own) { return nil }
        return ([twoLetters[own] ?? own] + parts.dropFirst()).joined(separator: "-")
    }

    /// What those who speak a language call it, and in which country or script; else its tag.
    public static func ownName(of tag: String) -> String {
        let parts = tag.split(separator: "-")
        guard let name = parts.first.flatMap({ ownNames[String($0)] }) else { return tag }
        let rest = parts.dropFirst().joined(separator: "-")
        return rest.isEmpty ? name : "\(name) (\(rest))"
    }

    private static let ownNames: [String: String] = {
        let entries = names.split(separator: "\n").flatMap { $0.split(separator: ",") }
        var table: [String: String] = [:]
        for entry in entries {
            let words = entry.drop { $0 == " " }
            let tag = words.prefix { $0 != " " }
            table[String(tag)] = String(words.dropFirst(tag.count + 1))
        }
        return table
    }()

    /// Of the languages in which most films are made or spoken anew.
    private static let names = """
        ar العربية, bg Български, bn বাংলা, bs Bosanski, ca Català, cs Čeština, cy Cymraeg,
        da Dansk, de Deutsch, el Ελληνικά, en English, es Español, et Eesti, eu Euskara,
        fa فارسی, fi Suomi, fr Français, ga Gaeilge, gl Galego, he עברית, hi हिन्दी,
        hr Hrvatski, hu Magyar, hy Հայերեն, id Bahasa Indonesia, is Íslenska, it Italiano,
        ja 日本語, ka ქართული, kk Қазақ тілі, ko 한국어, la Latina, lt Lietuvių, lv Latviešu,
        mk Македонски, ml മലയാളം, ms Bahasa Melayu, nb Norsk bokmål, nl Nederlands, nn Nynorsk,
        no Norsk, pl Polski, pt Português, ro Română, ru Русский, sk Slovenčina, sl Slovenščina,
        sq Shqip, sr Српски, sv Svenska, ta தமிழ், te తెలుగు, th ไทย, tl Tagalog, tr Türkçe,
        uk Українська, ur اردو, vi Tiếng Việt, yi ייִדיש, zh 中文
        """

    /// Of several with one meaning the first in the table: the others are old.
    private static let twoLetters: [String: String] = {
        let words = pairs.split(whereSeparator: \.isWhitespace).map(String.init)
        var table: [String: String] = [:]
        for index in stride(from: 0, to: words.count - 1, by: 2)
        where words[index].count == 2 && table[words[index + 1]] == nil {
            table[words[index + 1]] = words[index]
        }
        return table
    }()

    private static let threeLetters: [String: String] = {
        let words = pairs.split(whereSeparator: \.isWhitespace).map(String.init)
        var table: [String: String] = [:]
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            table[words[index]] = words[index + 1]
        }
        return table
    }()

    /// A word, and the one of 639-2/T for it.
    private static let pairs = """
        aa aar  ab abk  ae ave  af afr  ak aka  am amh  an arg  ar ara  as asm  av ava  ay aym
        az aze  ba bak  be bel  bg bul  bh bih  bi bis  bm bam  bn ben  bo bod  br bre  bs bos
        ca cat  ce che  ch cha  co cos  cr cre  cs ces  cu chu  cv chv  cy cym  da dan  de deu
        dv div  dz dzo  ee ewe  el ell  en eng  eo epo  es spa  et est  eu eus  fa fas  ff ful
        fi fin  fj fij  fo fao  fr fra  fy fry  ga gle  gd gla  gl glg  gn grn  gu guj  gv glv
        ha hau  he heb  hi hin  ho hmo  hr hrv  ht hat  hu hun  hy hye  hz her  ia ina  id ind
        ie ile  ig ibo  ii iii  ik ipk  io ido  is isl  it ita  iu iku  ja jpn  jv jav  ka kat
        kg kon  ki kik  kj kua  kk kaz  kl kal  km khm  kn kan  ko kor  kr kau  ks kas  ku kur
        kv kom  kw cor  ky kir  la lat  lb ltz  lg lug  li lim  ln lin  lo lao  lt lit  lu lub
        lv lav  mg mlg  mh mah  mi mri  mk mkd  ml mal  mn mon  mr mar  ms msa  mt mlt  my mya
        na nau  nb nob  nd nde  ne nep  ng ndo  nl nld  nn nno  no nor  nr nbl  nv nav  ny nya
        oc oci  oj oji  om orm  or ori  os oss  pa pan  pi pli  pl pol  ps pus  pt por  qu que
        rm roh  rn run  ro ron  ru rus  rw kin  sa san  sc srd  sd snd  se sme  sg sag  si sin
        sk slk  sl slv  sm smo  sn sna  so som  sq sqi  sr srp  ss ssw  st sot  su sun  sv swe
        sw swa  ta tam  te tel  tg tgk  th tha  ti tir  tk tuk  tl tgl  tn tsn  to ton  tr tur
        ts tso  tt tat  tw twi  ty tah  ug uig  uk ukr  ur urd  uz uzb  ve ven  vi vie  vo vol
        wa wln  wo wol  xh xho  yi yid  yo yor  za zha  zh zho  zu zul
        alb sqi  arm hye  baq eus  bur mya  chi zho  cze ces  dut nld  fre fra  geo kat  ger deu
        gre ell  ice isl  mac mkd  mao mri  may msa  per fas  rum ron  slo slk  tib bod  wel cym
        scc srp  scr hrv  iw heb  ji yid  mo ron
        """
}
