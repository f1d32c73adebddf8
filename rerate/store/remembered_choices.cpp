#include "rerate/store/remembered_choices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "rerate/base/toml_choices.h"
#include "rerate/store/storable_text.h"

namespace rerate {
namespace {

// As large as lattices can be numbered.
constexpr std::uint64_t kMostDefinitions = std::uint64_t{1} << 62;

[[noreturn]] void refuse_table(const std::string& why) {
  throw DatabaseError(DatabaseError::Cause::storage, "the choices of a lattice do not hold together: " + why);
}

std::set<std::string> lattices_there(Database& database, const ChoicesByLattice& lattices) {
  std::vector<std::string> asked;
  for (const auto& [hash, lattice] : lattices) asked.push_back(sql_literal(hash));
  std::set<std::string> there;
  Rows rows = database.query(
      fmt::format("SELECT DISTINCT lattice FROM choices WHERE lattice IN ({})", fmt::join(asked, ", ")));
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row) there.emplace(rows.text(0, row));
  return there;
}

void append(TableAppender& appender, const std::string& hash, std::size_t place,
            const RememberedChoice& choice) {
  for (std::size_t i = 0; i < choice.options.size(); ++i) {
    appender.text(hash).integer(static_cast<std::int32_t>(place));
    appender.text(storable(choice.key)).text(storable(choice.name)).boolean(choice.ordered);
    appender.integer(static_cast<std::int32_t>(i)).text(storable(choice.options[i]));
    appender.text(storable(choice.contents[i])).boolean(i == choice.usual).end_row();
  }
}

// Of rows in the order of lattice, choice and option.
class ChoicesReading {
 public:
  void add(const Rows& rows, std::size_t row) {
    const auto hash = rows.text(0, row);
    if (lattice_ != hash || !choices_) begin(std::string(hash));
    const auto place = static_cast<std::size_t>(rows.integers(1)[row]);
    if (place == choices_->size()) {
      end_choice();
      choices_->push_back({std::string(rows.text(2, row)),
                           std::string(rows.text(3, row)),
                           {},
                           {},
                           kNone,
                           rows.booleans(4)[row]});
    } else if (choices_->empty() || place + 1 != choices_->size()) {
      refuse_table("a choice is missing");
    }
    auto& choice = choices_->back();
    const auto option = choice.options.size();
    if (static_cast<std::size_t>(rows.integers(5)[row]) != option) refuse_table("an option is missing");
    if (++options_ > kMostOptionsTogether) refuse_table("more options than a section may have");
    choice.options.emplace_back(rows.text(6, row));
    choice.contents.emplace_back(rows.text(7, row));
    if (!rows.booleans(8)[row]) return;
    if (choice.usual != kNone) refuse_table("two options of the study's own");
    choice.usual = option;
  }

  std::map<std::string, std::vector<RememberedChoice>> finish() {
    if (choices_) end_choice();
    return std::move(found_);
  }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  void begin(std::string hash) {
    if (choices_) end_choice();
    choices_ = &found_[hash];
    lattice_ = std::move(hash);
    options_ = 0;
  }
  void end_choice() const {
    if (!choices_->empty() && choices_->back().usual == kNone) refuse_table("no option is the study's own");
  }

  std::map<std::string, std::vector<RememberedChoice>> found_;
  std::vector<RememberedChoice>* choices_ = nullptr;  // of the lattice at hand
  std::string lattice_;
  std::size_t options_ = 0;
};

}  // namespace

void create_choices_table(Database& database) {
  database.execute(
      "CREATE TABLE choices (lattice VARCHAR NOT NULL, choice INTEGER NOT NULL, key VARCHAR NOT NULL, "
      "name VARCHAR NOT NULL, ordered BOOLEAN NOT NULL, option INTEGER NOT NULL, words VARCHAR NOT NULL, "
      "content VARCHAR NOT NULL, usual BOOLEAN NOT NULL)");
}

void add_choices(Database& database, const ChoicesByLattice& lattices) {
  if (lattices.empty()) return;
  const auto there = lattices_there(database, lattices);
  TableAppender appender(database, "choices");
  for (const auto& [hash, lattice] : lattices) {
    if (there.contains(hash)) continue;
    for (std::size_t i = 0; i < lattice->choices.size(); ++i) append(appender, hash, i, lattice->choices[i]);
  }
  appender.finish();
}

std::map<std::string, std::vector<RememberedChoice>> read_choices(Database& database,
                                                                  const std::string& condition) {
  Rows rows = database.query(fmt::format(
      "SELECT lattice, choice, key, name, ordered, option, words, content, usual FROM choices "
      "WHERE lattice IN (SELECT definition FROM trials WHERE {}) ORDER BY lattice, choice, option",
      condition));
  ChoicesReading reading;
  while (rows.next())
    for (std::size_t row = 0; row < rows.size(); ++row) reading.add(rows, row);
  return reading.finish();
}

std::string why_impossible(const RememberedLattice& lattice) {
  if (lattice.choices.empty()) return "they are missing";
  std::uint64_t size = 1;
  for (const auto& choice : lattice.choices) {
    if (size > kMostDefinitions / choice.options.size()) return "more definitions than can be numbered";
    size *= choice.options.size();
  }
  const bool fits = lattice.counted >= 1 && lattice.counted <= lattice.run && lattice.run <= size;
  return fits ? "" : "they make another number of definitions";
}

}  // namespace rerate
