#include "rerate/study/section_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rerate/base/spelling.h"
#include "rerate/study/figures.h"
#include "rerate/study/open_section.h"

namespace rerate {
namespace {

constexpr std::size_t kMostChoices = 100, kMostParts = 60, kMostListed = 40;
// Characters of a section times options that are tried one by one; of more, options evenly among them.
constexpr std::size_t kMostTried = 10'000'000;
constexpr std::size_t kMostPlannedOfPairs = 2'000;  // formulas that two options only together read

// One choice with what its options change.
struct OpenChoice {
  LatticeChoice lattice;
  std::string path;  // of what it is about
  Place place;
  std::vector<std::vector<TomlChange>> changes;  // by option
  bool parts = false;  // it leaves a part out: what stands below may be another choice
};

// Words are cut above.
constexpr std::size_t kLongestWords = 200;

std::string last_part(const std::string& path) { return path.substr(path.rfind('.') + 1); }

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMostListed); ++i)
    text += (text.empty() ? "" : ", ") + names[i];
  return text + (names.size() > kMostListed ? ", ..." : "");
}

// The table of a key is a list of changes: "episode.below" = 48, or in parts, episode.below = 48.
void add_changes(const TomlTable& table, const std::string& prefix, std::vector<TomlChange>& changes) {
  for (const auto& key : table.keys()) {
    const auto value = *table.find(key);
    const auto path = prefix + key;
    if (value.type() == TomlValue::Type::table && !is_inline_table(value))
      add_changes(value.table(), path + ".", changes);
    else
      changes.push_back({path, value});
  }
}

class Opener {
 public:
  Opener(const TomlTable& section, const TomlReading& own) : section_(section), own_(own) {}

  std::vector<OpenChoice> choices() {
    for (const auto& met : own_.met()) add_set(met.path, last_part(met.path), met.set);
    if (const auto vary = section_.find("vary")) add_varied(vary->table(), {});
    check_apart();
    name_apart();
    return std::move(choices_);
  }

 private:
  void add_set(const std::string& path, const std::string& name, const TomlSet& set) {
    OpenChoice choice;
    choice.path = path;
    choice.place = set.place;
    choice.lattice = {name, {}, set.usual, set.ordered};
    for (std::size_t i = 0; i < set.options.size(); ++i) {
      choice.lattice.options.push_back(shown(set.options[i].words));
      choice.changes.push_back({{path, set.options[i].value, i == set.usual}});
    }
    push(std::move(choice));
  }

  static std::string shown(const std::string& words) {
    return words.size() > kLongestWords ? words.substr(0, kLongestWords) + "..." : words;
  }

  [[noreturn]] void refuse_unknown(const std::string& path, const Place& place) const {
    std::vector<std::string> known;
    for (const auto& [name, value] : own_.asked()) known.push_back(name);
    refuse(ErrorCode::choice_option,
           fmt::format("`vary` names a key that the section does not read: {}", path.substr(0, 80)),
           did_you_mean(path, known, fmt::format("It reads: {}.", listed(known))), place);
  }

  bool reads(const std::string& path) const { return own_.asked().contains(path); }

  bool reads_below(const std::string& path) const {
    const auto at = own_.asked().lower_bound(path + ".");
    return at != own_.asked().end() && at->first.starts_with(path + ".");
  }

  void add_varied(const TomlTable& table, const std::string& prefix) {
    for (const auto& key : table.keys()) {
      const auto value = *table.find(key);
      const auto path = prefix + key;
      const bool is_table = value.type() == TomlValue::Type::table && !is_table_of_options(value);
      if (is_table && (reads(path) || reads_below(path)))
        add_varied(value.table(), path + ".");
      else if (is_table)
        add_bundle(path, value);
      else if (value.type() == TomlValue::Type::text && value.text() == "subsets")
        add_parts(path, value);
      else
        add_options(path, value);
    }
  }

  void add_options(const std::string& path, const TomlValue& value) {
    refuse_plain(path, value.place());
    const auto present = reads(path) ? own_.asked().at(path) : std::nullopt;
    if (present) return add_set(path, last_part(path), options_beside(value, *present));
    auto set = options_of(value);
    OpenChoice choice;
    choice.path = path;
    choice.place = set.place;
    choice.lattice = {last_part(path), {"default"}, 0, false};
    choice.changes.emplace_back();
    for (const auto& option : set.options) {
      choice.lattice.options.push_back(shown(option.words));
      choice.changes.push_back({{path, option.value}});
    }
    push(std::move(choice));
  }

  void refuse_plain(const std::string& path, const Place& place) const {
    const auto first = path.substr(0, path.find('.'));
    const auto last = last_part(path);
    if (std::find(kPlainKeys.begin(), kPlainKeys.end(), first) != kPlainKeys.end() || last == "id" ||
        last == "title")
      refuse_unknown(path, place);
  }

  // Each element of a list or entry of a table, in or out.
  void add_parts(const std::string& path, const TomlValue& value) {
    const auto present = reads(path) ? own_.asked().at(path) : std::nullopt;
    if (!present && reads(path))
      refuse(ErrorCode::choice_options,
             fmt::format("`{}` is left out: there is nothing to take subsets of", path.substr(0, 80)),
             "Write the whole of it in the section, and its parts are in or out.", value.place());
    if (!present) refuse_unknown(path, value.place());
    const auto type = present->type();
    if (type == TomlValue::Type::array) {
      const auto elements = present->array();
      count_parts(elements.size(), value);
      const auto names = element_names(*present);
      for (std::size_t i = 0; i < elements.size(); ++i)
        add_part(fmt::format("{}.{}", path, names[i]), name_of(elements[i], names[i]), elements[i].place());
    } else if (type == TomlValue::Type::table) {
      const auto table = present->table();
      count_parts(table.keys().size(), value);
      for (const auto& key : table.keys())
        add_part(fmt::format("{}.{}", path, key), key, table.find(key)->place());
    } else {
      refuse(ErrorCode::choice_options,
             fmt::format("`{}` is no list or table: it has no subsets", path.substr(0, 80)),
             "Write the options: [1, 3, 6].", value.place());
    }
  }

  // Before they are made, so that a long list costs nothing.
  void count_parts(std::size_t parts, const TomlValue& value) {
    parts_ += parts;
    if (parts_ > kMostParts)
      refuse(ErrorCode::choice_options,
             fmt::format("subsets of {} parts are more than {}", parts_, kMostParts), {}, value.place());
  }

  static std::string name_of(const TomlValue& element, const std::string& name) {
    if (element.type() == TomlValue::Type::text) return shown(element.text());
    return element.type() == TomlValue::Type::table ? name : shown(canonical_text(element));
  }

  void add_part(const std::string& path, const std::string& name, const Place& place) {
    OpenChoice choice;
    choice.path = path;
    choice.place = place;
    choice.parts = true;
    choice.lattice = {name, {"in", "out"}, 0, false};
    choice.changes = {{}, {{path, std::nullopt}}};
    push(std::move(choice));
  }

  bool as_in_place(const TomlChange& change) const {
    const auto at = own_.asked().find(change.path);
    return at != own_.asked().end() && at->second &&
           canonical_text(*at->second) == canonical_text(*change.value);
  }

  // Names that are made up become a column's name and its texts.
  static void refuse_unprintable(const std::string& name, const Place& place) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (!name.empty() && std::none_of(name.begin(), name.end(), is_control)) return;
    refuse(ErrorCode::choice_options, "a name in `vary` is empty or has a character that does not print",
           "Call it by a word.", place);
  }

  // Several keys together: name = { a = {...}, b = {...} }.
  void add_bundle(const std::string& name, const TomlValue& value) {
    refuse_unprintable(name, value.place());
    const auto table = value.table();
    OpenChoice choice;
    choice.path = name;
    choice.place = value.place();
    choice.lattice = {name, {}, 0, false};
    std::optional<std::size_t> own;
    for (const auto& option : table.keys()) {
      const auto keys = *table.find(option);
      if (keys.type() != TomlValue::Type::table) refuse_unknown(name, value.place());
      std::vector<TomlChange> changes;
      add_changes(keys.table(), {}, changes);
      for (const auto& change : changes) refuse_plain(change.path, change.value->place());
      std::erase_if(changes, [&](const TomlChange& change) { return as_in_place(change); });
      if (changes.empty()) {
        if (own)
          refuse(ErrorCode::choice_options,
                 fmt::format("two options of `{}` are as in the study: {}, {}", name.substr(0, 80),
                             choice.lattice.options[*own], shown(option)),
                 "Keep one of them.", keys.place());
        own = choice.lattice.options.size();
      }
      refuse_unprintable(option, keys.place());
      choice.lattice.options.push_back(shown(option));
      choice.changes.push_back(std::move(changes));
    }
    if (choice.changes.empty())
      refuse(ErrorCode::choice_options, fmt::format("`{}` has no option", name.substr(0, 80)), {},
             value.place());
    if (!own) {
      choice.lattice.options.insert(choice.lattice.options.begin(), "own");
      choice.changes.insert(choice.changes.begin(), std::vector<TomlChange>{});
    }
    choice.lattice.usual = own.value_or(0);
    push(std::move(choice));
  }

  void push(OpenChoice choice) {
    options_ += choice.lattice.options.size();
    if (choices_.size() >= kMostChoices)
      refuse(ErrorCode::choice_options, fmt::format("more than {} choices", kMostChoices),
             "Choose among them.", choice.place);
    if (options_ > kMostOptionsTogether)
      refuse(ErrorCode::choice_options,
             fmt::format("the section's choices have more than {} options together", kMostOptionsTogether),
             "Take larger steps.", choice.place);
    choices_.push_back(std::move(choice));
  }

  // No two choices may say what stands at one path.
  void check_apart() const {
    std::map<std::string, std::size_t, std::less<>> taken;
    for (std::size_t i = 0; i < choices_.size(); ++i)
      for (const auto& option : choices_[i].changes)
        for (const auto& change : option) {
          const auto [at, added] = taken.emplace(change.path, i);
          if (!added && at->second != i) refuse_both(change.path, choices_[i]);
        }
    for (const auto& [path, choice] : taken)
      for (auto dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
        const auto above = taken.find(std::string_view(path).substr(0, dot));
        if (above != taken.end() && above->second != choice && !choices_[above->second].parts)
          refuse_both(path, choices_[std::max(choice, above->second)]);
      }
  }

  [[noreturn]] static void refuse_both(const std::string& path, const OpenChoice& choice) {
    refuse(ErrorCode::choice_options, fmt::format("two choices say what `{}` is", path.substr(0, 80)),
           "Give its options in place or in `vary`, and to one choice.", choice.place);
  }

  // Choices of one name are called by their paths.
  void name_apart() {
    std::map<std::string, int> count;
    for (const auto& choice : choices_) ++count[choice.lattice.name];
    for (auto& choice : choices_)
      if (count[choice.lattice.name] > 1) choice.lattice.name = choice.path;
  }

  const TomlTable& section_;
  const TomlReading& own_;
  std::vector<OpenChoice> choices_;
  std::size_t parts_ = 0, options_ = 0;
};

// What reads one definition after another.
class DefinitionReader {
 public:
  DefinitionReader(TomlTable section, std::vector<OpenChoice> choices, QuestionReader read)
      : section_(std::move(section)), choices_(std::move(choices)), read_(std::move(read)) {}

  const std::vector<OpenChoice>& choices() const { return choices_; }

  TomlReading reading(std::span<const std::uint32_t> options, bool notes) const {
    RERATE_ASSERT(options.size() == choices_.size(), "an option of each choice");
    std::vector<const TomlChange*> changes;
    for (std::size_t i = 0; i < choices_.size(); ++i)
      for (const auto& change : choices_[i].changes.at(options[i])) changes.push_back(&change);
    std::sort(changes.begin(), changes.end(),
              [](const TomlChange* a, const TomlChange* b) { return a->path < b->path; });
    return TomlReading(section_, kPlainKeys, std::move(changes), notes);
  }

  SectionQuestion question(const TomlReading& reading) const { return read_(reading.table()); }

  // Formulas that were planned: the others have no series.
  void plan(const std::vector<SeriesUse>& uses) {
    for (const auto& use : uses) planned_.insert(use.formula);
  }
  bool is_planned(const std::string& formula) const { return planned_.contains(formula); }

  SectionQuestion operator()(std::span<const std::uint32_t> options) const {
    auto question = this->question(reading(options, false));
    for (const auto& use : uses_of(question))
      if (!is_planned(use.formula))
        refuse(ErrorCode::study_file,
               fmt::format("options that only together read a formula: {}", use.formula.substr(0, 200)),
               "Name these options together as one, in `vary`.", use.place);
    return question;
  }

 private:
  TomlTable section_;
  std::vector<OpenChoice> choices_;
  QuestionReader read_;
  std::set<std::string, std::less<>> planned_;
};

// Reads every option once, with the others as in the study.
class OptionCheck {
 public:
  OptionCheck(DefinitionReader& reader, const TomlReading& own, const SectionQuestion& question)
      : reader_(reader), own_(own) {
    for (const auto& choice : reader.choices())
      usual_.push_back(static_cast<std::uint32_t>(choice.lattice.usual));
    reader.plan(uses_of(question));
  }

  std::vector<SeriesUse> uses() {
    const auto length = own_.canonical_text().size() + 100;
    const auto most = std::max<std::size_t>(2, kMostTried / length);
    std::size_t together = 0;
    for (const auto& choice : reader_.choices()) together += choice.lattice.options.size();
    const auto step = together / most + 1;
    for (std::size_t i = 0; i < usual_.size(); ++i) {
      const auto options = reader_.choices()[i].lattice.options.size();
      for (std::size_t o = 0; o < options; ++o)
        if (o != usual_[i] && (o % step == 0 || o + 1 == options)) check(i, o);
    }
    plan_pairs(most > together ? most - together : 0);
    return std::move(uses_);
  }

 private:
  void plan(const SectionQuestion& question) {
    for (auto& use : uses_of(question))
      if (!reader_.is_planned(use.formula)) {
        reader_.plan({use});
        uses_.push_back(std::move(use));
      }
  }

  // Options that may bring a formula about when another is taken with them: on a scale the ends, which stand for all between.
  std::vector<std::uint32_t> telling_options(std::size_t choice) const {
    const auto& lattice = reader_.choices()[choice].lattice;
    const auto last = static_cast<std::uint32_t>(lattice.options.size() - 1);
    std::vector<std::uint32_t> options;
    for (std::uint32_t o = 0; o <= last; ++o)
      if (o != usual_[choice] && (!lattice.ordered || o == 0 || o == last)) options.push_back(o);
    return options;
  }

  // Formulas that only two options together read: a transform of another series, a signal of another sector. Of more pairs than `most` an
  // even part.
  void plan_pairs(std::size_t most) {
    std::vector<std::vector<std::uint32_t>> options;
    std::size_t before = 0, pairs = 0;
    for (std::size_t i = 0; i < usual_.size(); ++i) {
      options.push_back(telling_options(i));
      pairs += before * options.back().size();
      before += options.back().size();
    }
    if (most == 0) return;
    const auto step = pairs / most + 1, full = uses_.size() + kMostPlannedOfPairs;
    std::size_t at = 0;
    for (std::size_t second = 1; second < options.size(); ++second)
      for (std::size_t first = 0; first < second; ++first)
        for (const auto a : options[first])
          for (const auto b : options[second])
            if (at++ % step == 0 && uses_.size() < full) plan_pair(first, a, second, b);
  }

  void plan_pair(std::size_t first, std::uint32_t a, std::size_t second, std::uint32_t b) {
    auto options = usual_;
    options[first] = a;
    options[second] = b;
    try {
      plan(reader_.question(reader_.reading(options, false)));
    } catch (const UserError&) {  // such a definition gives no number, and says why
    }
  }

  void check(std::size_t choice, std::size_t option) {
    const auto& open = reader_.choices()[choice];
    auto options = usual_;
    options[choice] = static_cast<std::uint32_t>(option);
    const auto reading = reader_.reading(options, true);
    try {
      const auto question = reader_.question(reading);
      check_paths(open, option, reading);
      plan(question);
    } catch (const UserError& error) {
      check_paths(open, option, reading);
      if (is_own_fault(open, option, error.failure().place) && !is_fine_elsewhere(choice, options)) throw;
    }
  }

  void check_paths(const OpenChoice& open, std::size_t option, const TomlReading& reading) const {
    for (const auto& change : open.changes[option]) {
      if (!change.value || own_.asked().contains(change.path) || reading.asked().contains(change.path))
        continue;
      std::vector<std::string> known;
      for (const auto& [name, value] : own_.asked()) known.push_back(name);
      refuse(ErrorCode::choice_option,
             fmt::format("`vary` names a key that the section does not read: {}", change.path.substr(0, 80)),
             did_you_mean(change.path, known, fmt::format("It reads: {}.", listed(known))),
             change.value->place());
    }
  }

  static bool is_own_fault(const OpenChoice& open, std::size_t option, const Place& place) {
    return std::any_of(
        open.changes[option].begin(), open.changes[option].end(),
        [&](const TomlChange& change) { return change.value && encloses(*change.value, place); });
  }

  // Beside the first or last option of another choice.
  bool is_fine_elsewhere(std::size_t choice, const std::vector<std::uint32_t>& options) const {
    for (std::size_t other = 0; other < options.size(); ++other) {
      if (other == choice) continue;
      const auto last = static_cast<std::uint32_t>(reader_.choices()[other].lattice.options.size() - 1);
      for (const auto end : {std::uint32_t{0}, last}) {
        auto tried = options;
        tried[other] = end;
        try {
          reader_.question(reader_.reading(tried, false));
          return true;
        } catch (const UserError&) {
        }
      }
    }
    return false;
  }

  DefinitionReader& reader_;
  const TomlReading& own_;
  std::vector<std::uint32_t> usual_;
  std::vector<SeriesUse> uses_;
};

// What options say where that is more than their words: several keys together, and words that were cut. Of the study's own nothing.
std::vector<std::string> contents_of(const OpenChoice& choice) {
  std::vector<std::string> contents(choice.changes.size());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const auto& changes = choice.changes[i];
    const bool plain = changes.size() == 1 && changes[0].path == choice.path &&
                       choice.lattice.options[i].size() <= kLongestWords;
    if (plain || i == choice.lattice.usual) continue;
    for (const auto& change : changes)
      contents[i] += fmt::format("{} = {}\n", change.path, change.value ? canonical_text(*change.value) : "");
  }
  return contents;
}

}  // namespace

std::shared_ptr<const SectionChoices> open_choices(const TomlTable& section, const TomlReading& own,
                                                   const SectionQuestion& question,
                                                   const QuestionReader& read) {
  auto choices = Opener(section, own).choices();
  std::erase_if(choices, [](const OpenChoice& choice) { return choice.lattice.options.size() < 2; });
  if (choices.empty()) return nullptr;
  auto open = std::make_shared<SectionChoices>();
  for (const auto& choice : choices) {
    open->choices.push_back(choice.lattice);
    open->paths.push_back(choice.path);
    open->places.push_back(choice.place);
    open->contents.push_back(contents_of(choice));
  }
  auto reader = std::make_shared<DefinitionReader>(section, std::move(choices), read);
  open->uses = OptionCheck(*reader, own, question).uses();
  open->read = [reader](std::span<const std::uint32_t> options) { return (*reader)(options); };
  return open;
}

MultiverseSettings read_multiverse(const TomlTable& section, const std::string& kind) {
  MultiverseSettings settings;
  const auto value = section.find("multiverse");
  settings.place = value ? value->place() : section.place();
  if (!value) return settings;
  const auto wrong = [](const TomlValue& at, std::string what) {
    refuse(ErrorCode::multiverse_setting, std::move(what), {}, at.place());
  };
  if (value->type() != TomlValue::Type::table) wrong(*value, "`multiverse` must be a table");
  const auto table = value->table();
  if (const auto most = table.find("most")) {
    const auto count = most->type() == TomlValue::Type::number ? most->number() : 0;
    if (!(count >= 1 && count <= 1e12) || count != static_cast<double>(static_cast<std::int64_t>(count)))
      wrong(*most, "`most` must be a whole number of definitions above 0");
    settings.most = static_cast<std::uint64_t>(count);
  }
  if (const auto lead = table.find("lead")) {
    if (lead->type() != TomlValue::Type::text || lead->text().empty())
      wrong(*lead, "`lead` must name a number of the section, in quotes");
    settings.lead = figure_name(kind, lead->text());
  }
  if (const auto alpha = table.find("alpha")) {
    settings.alpha = alpha->type() == TomlValue::Type::number ? alpha->number() : 0;
    if (!(settings.alpha > 0 && settings.alpha < 1)) wrong(*alpha, "`alpha` must be between 0 and 1");
  }
  table.finish("`multiverse`");
  return settings;
}

}  // namespace rerate
