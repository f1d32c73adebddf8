#include "cli/tried_definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "cli/definition_walk.h"
#include "cli/environment.h"
#include "rerate/base/utf8.h"
#include "rerate/publish/json_writer.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_text.h"

namespace rerate::cli {
namespace {

constexpr int kLeastWidth = 60, kMostWidth = 160, kGap = 2;
constexpr std::size_t kShortHash = 8;

bool is_lattice(const Trial& trial) { return trial.definitions > 1 || trial.lattice; }

// A rotation says of its own definition that it is one, other kinds say nothing.
bool is_own(const Trial& trial) {
  const bool says_so = trial.kind == "rotation" && trial.words == "as in the study";
  return !is_lattice(trial) && (trial.words.empty() || says_so);
}

std::string words_of(const Trial& trial) { return trial.words.empty() ? "the study's own" : trial.words; }

std::string count_text(std::uint64_t count) { return people_number(static_cast<double>(count), 0); }

std::string definitions_text(std::uint64_t count) {
  return count_text(count) + (count == 1 ? " definition" : " definitions");
}

// Gathers what is written into larger pieces.
class Output {
 public:
  void add(std::string_view text) {
    text_ += text;
    if (text_.size() >= kPiece) flush();
  }
  void flush() {
    print(text_);
    text_.clear();
  }

 private:
  static constexpr std::size_t kPiece = 1 << 16;
  std::string text_;
};

std::uint64_t own_of(const DefinitionWalk& walk) { return walk.lattice().usual(); }

// As text.

using TextRows = std::vector<std::vector<std::string>>;

int width_of(const TextRows& rows) {
  int sum = 0;
  for (std::size_t column = 0; column < rows.front().size(); ++column) {
    int widest = 0;
    for (const auto& row : rows) widest = std::max(widest, display_columns(row[column]));
    sum += widest + (column == 0 ? 0 : kGap);
  }
  return sum;
}

// The study's own is marked, and stands first where it is not among the first anyway.
std::vector<std::uint64_t> shown_of(const DefinitionWalk& walk, std::uint64_t most) {
  std::vector<std::uint64_t> shown;
  walk.each(most, [&](std::uint64_t number, std::span<const std::uint32_t>) { shown.push_back(number); });
  const auto own = own_of(walk);
  if (std::find(shown.begin(), shown.end(), own) == shown.end()) shown.insert(shown.begin(), own);
  return shown;
}

std::string number_text(const DefinitionWalk& walk, std::uint64_t number) {
  return (number == own_of(walk) ? "* " : "") + std::to_string(number);
}

TextRows rows_by_choice(const DefinitionWalk& walk, const std::vector<std::uint64_t>& shown) {
  const auto& choices = walk.lattice().choices();
  TextRows rows{{"definition"}};
  for (const auto& choice : choices) rows.front().push_back(one_clean_line(choice.name));
  std::vector<std::uint32_t> options(choices.size());
  for (const auto number : shown) {
    walk.lattice().options(number, options);
    rows.push_back({number_text(walk, number)});
    for (std::size_t c = 0; c < options.size(); ++c)
      rows.back().push_back(one_clean_line(choices[c].options[options[c]]));
  }
  return rows;
}

// Where the choices have no room side by side.
TextRows rows_by_difference(const DefinitionWalk& walk, const std::vector<std::uint64_t>& shown, int width) {
  constexpr int kNumber = 22;
  TextRows rows{{"definition", "what differs"}};
  for (const auto number : shown)
    rows.push_back({number_text(walk, number),
                    fit_columns(one_clean_line(walk.lattice().difference(number)), width - kNumber)});
  return rows;
}

std::string left_out(std::uint64_t count) {
  return count == 0 ? "" : fmt::format("    ... and {} more\n", count_text(count));
}

std::string grid(const TextRows& rows, int width) {
  std::string text;
  for (const auto& line : terminal_grid(rows, width - 4, std::vector<bool>(rows.front().size(), true)))
    text += "    " + line + "\n";
  return text;
}

std::string lattice_heading(const Trial& trial) {
  return fmt::format(
      "lattice {}, first run {} as of {}: ", one_clean_line(trial.definition.substr(0, kShortHash)),
      to_string(trial.first_run), to_string(trial.as_of));
}

std::string lattice_text(const Trial& trial, std::uint64_t most, int width) {
  if (!trial.lattice)
    return wrap_columns(lattice_heading(trial) + one_clean_line(trial.words) +
                            ". Its choices are not remembered: an earlier version of Rerate ran it.",
                        width, "  ") +
           "\n";
  const DefinitionWalk walk(*trial.lattice);
  const auto run = walk.whole() ? definitions_text(walk.size())
                                : fmt::format("an even sample of {} of {}", count_text(walk.size()),
                                              definitions_text(walk.lattice().size().value_or(0)));
  const auto sampled = trial.lattice->counted < walk.size()
                           ? fmt::format(" (in a sample of {})", count_text(trial.lattice->counted))
                           : std::string();
  auto text = wrap_columns(
      fmt::format("{}{}, {} of them different{}", lattice_heading(trial), run,
                  count_text(static_cast<std::uint64_t>(std::max<std::int64_t>(trial.definitions, 0))),
                  sampled),
      width, "  ");
  text += "\n";
  const auto shown = shown_of(walk, most);
  auto rows = rows_by_choice(walk, shown);
  if (width_of(rows) > width - 4) rows = rows_by_difference(walk, shown, width);
  return text + grid(rows, width) + left_out(walk.size() - shown.size());
}

std::string singles_text(const std::vector<const Trial*>& singles, std::uint64_t most, int width) {
  std::string text = "  one by one:\n";
  const auto count = std::min<std::uint64_t>(most, singles.size());
  TextRows rows{{"hash", "first run", "as of", "what"}};
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back({one_clean_line(singles[i]->definition.substr(0, kShortHash)),
                    to_string(singles[i]->first_run), to_string(singles[i]->as_of),
                    fit_columns(one_clean_line(words_of(*singles[i])), width - 42)});
  return text + grid(rows, width) + left_out(singles.size() - count);
}

// As CSV.

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell.append(c == '"' ? 2 : 1, c);
  return cell + "\"";
}

// Of all lattices, each name once.
std::vector<std::string> choice_columns(const std::vector<Trial>& trials) {
  std::vector<std::string> names;
  for (const auto& trial : trials)
    if (trial.lattice)
      for (const auto& choice : trial.lattice->choices)
        if (std::find(names.begin(), names.end(), choice.name) == names.end()) names.push_back(choice.name);
  return names;
}

void add_csv_lattice(const Trial& trial, const std::vector<std::string>& names, std::uint64_t most,
                     Output& output) {
  const DefinitionWalk walk(*trial.lattice);
  const auto& choices = walk.lattice().choices();
  std::vector<std::size_t> choice_at;  // by column; choices.size(): none
  std::vector<std::vector<std::string>> cells;
  for (const auto& name : names) {
    const auto at =
        std::find_if(choices.begin(), choices.end(), [&](const auto& one) { return one.name == name; });
    choice_at.push_back(static_cast<std::size_t>(at - choices.begin()));
    cells.emplace_back();
    if (at == choices.end()) continue;
    for (const auto& option : at->options) cells.back().push_back("," + csv_cell(option));
  }
  const auto begin = csv_cell(trial.section) + "," + csv_cell(trial.definition) + ",";
  const auto own = own_of(walk);
  std::string line;
  walk.each(most, [&](std::uint64_t number, std::span<const std::uint32_t> options) {
    line = begin;
    line += std::to_string(number);
    line += number == own ? ",true," : ",false,";
    for (std::size_t column = 0; column < names.size(); ++column)
      if (choice_at[column] < options.size())
        line += cells[column][options[choice_at[column]]];
      else
        line += ",";
    line += "\n";
    output.add(line);
  });
}

// As JSON.

std::string json_of(std::string_view text) {
  JsonWriter json;
  json.value(text);
  return json.take();
}

// Everything but the definitions themselves; the object stays open.
std::string json_head(const Trial& trial, const DefinitionWalk* walk) {
  JsonWriter json;
  json.begin_object(JsonWriter::Layout::row);
  json.member("section", trial.section);
  json.member("kind", trial.kind);
  json.member("hash", trial.definition);
  json.member("words", trial.words);
  json.member("first_run", to_string(trial.first_run));
  json.member("as_of", to_string(trial.as_of));
  json.member("different", trial.definitions);
  json.key("run");
  if (walk)
    json.value(walk->size());
  else if (is_lattice(trial))
    json.null();
  else
    json.value(std::int64_t{1});
  json.key("choices");
  if (!walk && is_lattice(trial)) {
    json.null();
  } else {
    json.begin_array(JsonWriter::Layout::row);
    for (std::size_t c = 0; walk && c < walk->lattice().choices().size(); ++c) {
      const auto& choice = trial.lattice->choices[c];
      json.begin_object(JsonWriter::Layout::row);
      json.member("name", choice.name);
      json.member("key", choice.key);
      json.key("options");
      json.begin_array(JsonWriter::Layout::row);
      for (const auto& option : choice.options) json.value(option);
      json.end();
      json.member("usual", choice.options[choice.usual]);
      json.member("ordered", choice.ordered);
      json.end();
    }
    json.end();
  }
  json.end();
  auto text = json.take();
  text.pop_back();
  return text;
}

void add_json_definitions(const DefinitionWalk& walk, std::uint64_t most, Output& output) {
  std::vector<std::vector<std::string>> cells;
  for (const auto& choice : walk.lattice().choices()) {
    cells.emplace_back();
    for (const auto& option : choice.options)
      cells.back().push_back((cells.size() == 1 ? "" : ", ") + json_of(option));
  }
  const auto own = own_of(walk);
  std::string line;
  std::string_view between = "\n";
  walk.each(most, [&](std::uint64_t number, std::span<const std::uint32_t> options) {
    line = between;
    line += "      {\"definition\": ";
    line += std::to_string(number);
    line += number == own ? ", \"own\": true, \"options\": [" : ", \"own\": false, \"options\": [";
    for (std::size_t c = 0; c < options.size(); ++c) line += cells[c][options[c]];
    line += "]}";
    output.add(line);
    between = ",\n";
  });
}

}  // namespace

std::vector<Trial> remembered_trials(const std::vector<Trial>& trials) {
  std::vector<Trial> ordered = trials;
  std::sort(ordered.begin(), ordered.end(), [](const Trial& a, const Trial& b) { return a.added < b.added; });
  std::map<std::string, std::size_t> sections;
  for (const auto& trial : ordered) sections.emplace(trial.section, sections.size());
  std::map<std::pair<std::string, std::string>, std::size_t> at;
  std::vector<Trial> kept;
  const auto most = [](const Trial& trial) {
    return std::pair(trial.lattice ? trial.lattice->run : 0, trial.definitions);
  };
  for (auto& trial : ordered) {
    const auto [place, fresh] = at.emplace(std::pair(trial.section, trial.definition), kept.size());
    if (fresh)
      kept.push_back(std::move(trial));
    else if (most(trial) > most(kept[place->second]))
      kept[place->second] = std::move(trial);
  }
  std::stable_sort(kept.begin(), kept.end(), [&](const Trial& a, const Trial& b) {
    return sections.at(a.section) < sections.at(b.section);
  });
  return kept;
}

void print_definitions(const std::string& study, const std::vector<Trial>& trials, std::uint64_t most,
                       const TerminalStyle& style) {
  const int width = std::clamp(style.width, kLeastWidth, kMostWidth);
  const auto bold = [&](const std::string& text) {
    return style.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
  };
  const auto out = [&](const std::string& text) { print(style.unicode ? text : ascii_only(text)); };
  if (trials.empty())
    return out(fmt::format("Nothing was tried yet: the ledger has no run of {}.\n", one_clean_line(study)));
  out(bold(fmt::format("Definitions tried for {}", one_clean_line(study))) + "\n");
  for (auto begin = trials.begin(); begin != trials.end();) {
    const auto end = std::find_if(begin, trials.end(),
                                  [&](const Trial& trial) { return trial.section != begin->section; });
    out(fmt::format("\n{}\n", bold(one_clean_line(begin->section))));
    std::vector<const Trial*> singles;
    for (auto trial = begin; trial != end; ++trial)
      if (!is_lattice(*trial)) singles.push_back(&*trial);
    if (!singles.empty()) out(singles_text(singles, most, width));
    for (auto trial = begin; trial != end; ++trial)
      if (is_lattice(*trial)) out(lattice_text(*trial, most, width));
    begin = end;
  }
  out("\n" + wrap_columns("*: the study's own. --max N shows more, --csv and --json have all.", width, "  ") +
      "\n");
}

void print_definitions_csv(const std::vector<Trial>& trials, std::optional<std::uint64_t> most) {
  const auto names = choice_columns(trials);
  std::set<std::string> taken = {"section", "hash", "definition", "own", "what"};
  Output output;
  output.add("section,hash,definition,own,what");
  for (auto name : names) {
    while (!taken.insert(name).second) name += "_";
    output.add("," + csv_cell(name));
  }
  output.add("\n");
  const auto limit = most.value_or(~std::uint64_t{0});
  for (const auto& trial : trials) {
    if (trial.lattice) {
      add_csv_lattice(trial, names, limit, output);
      continue;
    }
    const auto what = is_lattice(trial) ? trial.words + " (choices not remembered)" : words_of(trial);
    output.add(fmt::format("{},{},,{},{}{}\n", csv_cell(trial.section), csv_cell(trial.definition),
                           is_own(trial), csv_cell(what), std::string(names.size(), ',')));
  }
  output.flush();
}

void print_definitions_json(const std::string& study, const std::vector<Trial>& trials,
                            std::optional<std::uint64_t> most) {
  const auto limit = most.value_or(~std::uint64_t{0});
  Output output;
  output.add("{\n  \"study\": " + json_of(study) + ",\n  \"tried\": [");
  std::string_view between = "\n";
  for (const auto& trial : trials) {
    output.add(between);
    between = ",\n";
    std::optional<DefinitionWalk> walk;
    if (trial.lattice) walk.emplace(*trial.lattice);
    output.add("    " + json_head(trial, walk ? &*walk : nullptr));
    if (walk) {
      output.add(fmt::format(", \"listed\": {}, \"definitions\": [", std::min(limit, walk->size())));
      add_json_definitions(*walk, limit, output);
      output.add("]}");
    } else if (is_lattice(trial)) {
      output.add(", \"listed\": 0, \"definitions\": []}");
    } else {
      output.add(fmt::format(
          ", \"listed\": 1, \"definitions\": [{{\"definition\": 0, \"own\": {}, \"options\": []}}]}}",
          is_own(trial)));
    }
  }
  output.add(trials.empty() ? "]\n}\n" : "\n  ]\n}\n");
  output.flush();
}

}  // namespace rerate::cli
