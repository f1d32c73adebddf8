#include "cli/trials_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "cli/study_trials.h"
#include "rerate/base/utf8.h"
#include "rerate/publish/json_writer.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_text.h"
#include "rerate/statistics/sharpe_ratio.h"
#include "rerate/study/price_of_looking.h"

namespace rerate::cli {
namespace {

constexpr int kLeastWidth = 60, kMostWidth = 160;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
const double kMonthsRoot = std::sqrt(12.0);

double spread_of(const std::vector<double>& ratios) {
  double mean = 0, square = 0;
  for (const double ratio : ratios) mean += ratio / static_cast<double>(ratios.size());
  for (const double ratio : ratios) square += (ratio - mean) * (ratio - mean);
  return std::sqrt(square / static_cast<double>(ratios.size() - 1));
}

void add_hurdle(SectionPrice& price, const std::map<std::string, double>& by_definition) {
  std::vector<double> ratios;
  for (const auto& [definition, ratio] : by_definition)
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  price.sharpe_hurdle = price.best_sharpe = kMissing;
  if (ratios.empty()) return;
  price.best_sharpe = kMonthsRoot * *std::max_element(ratios.begin(), ratios.end());
  if (ratios.size() < 2) return;
  price.sharpe_hurdle =
      kMonthsRoot * expected_best_sharpe_ratio(spread_of(ratios), static_cast<double>(price.looks));
}

SectionPrice price_of(const std::vector<const Trial*>& trials) {
  SectionPrice price;
  price.section = trials.front()->section;
  price.kind = (*std::max_element(trials.begin(), trials.end(), [](const Trial* a, const Trial* b) {
                 return a->added < b->added;
               }))->kind;
  price.p = price.smallest_p = kMissing;
  std::vector<PastTrial> past;
  std::map<std::string, double> sharpe;
  const Trial *newest = nullptr, *newest_alone = nullptr;
  const auto newer = [](const Trial* newest_so_far, const Trial* trial) {
    return !newest_so_far || trial->added > newest_so_far->added ? trial : newest_so_far;
  };
  for (const auto* trial : trials) {
    past.push_back(past_trial_of(*trial));
    sharpe.emplace(trial->definition, trial->sharpe);
    if (std::isnan(trial->p)) continue;
    newest = newer(newest, trial);
    if (trial->definitions > 1) continue;  // a lattice's is corrected
    newest_alone = newer(newest_alone, trial);
    price.smallest_p = std::isnan(price.smallest_p) ? trial->p : std::min(price.smallest_p, trial->p);
  }
  price.trials = sharpe.size();
  price.looks = looks(past, {});
  price.p_corrected = newest ? corrected_for(price.looks, newest->p, newest->definitions) : kMissing;
  if (newest) price.figure = newest->figure;
  if (newest_alone) price.p = newest_alone->p;
  add_hurdle(price, sharpe);
  return price;
}

std::string count_text(std::int64_t count) { return people_number(static_cast<double>(count), 0); }

std::string figure_text(const Trial& trial) {
  if (!trial.figure.empty()) return trial.figure;
  return std::isnan(trial.sharpe) ? "" : "sharpe";
}

std::string value_text(const Trial& trial) {
  const double value = trial.figure.empty() ? kMonthsRoot * trial.sharpe : trial.value;
  return std::isnan(value) ? "" : people_number(value, significant_decimals(value, 3));
}

using TextRows = std::vector<std::vector<std::string>>;

constexpr int kGap = 2, kLeastName = 16, kLeastWords = 12, kFairWords = 32;

int column_width(const TextRows& rows, std::size_t column) {
  std::size_t widest = 0;
  for (const auto& row : rows) widest = std::max(widest, row[column].size());
  return static_cast<int>(widest);
}

// What all columns need side by side, the first as narrow as it may become, those of `cut` not wider than that.
int least_width(const TextRows& rows, const std::string& cut) {
  int sum = 0;
  for (std::size_t column = 0; column < rows.front().size(); ++column) {
    int its = column_width(rows, column);
    if (column == 0) its = std::min(its, kLeastName);
    if (rows.front()[column] == cut) its = std::min(its, kFairWords);
    bool empty = true;
    for (std::size_t row = 1; row < rows.size(); ++row) empty = empty && rows[row][column].empty();
    if (!empty) sum += its + (column == 0 ? 0 : kGap);
  }
  return sum;
}

// Drops columns of these headings, in this order, until the rest has room: what tells the rows apart must not be what falls off.
void drop_until_fitting(TextRows& rows, int width, const std::vector<std::string>& droppable,
                        const std::string& cut = {}) {
  for (const auto& heading : droppable) {
    if (least_width(rows, cut) <= width) return;
    const auto at = std::find(rows.front().begin(), rows.front().end(), heading);
    const auto column = at - rows.front().begin();
    for (auto& row : rows) row.erase(row.begin() + column);
  }
}

// What was tried gets what the other columns leave, and is cut there.
void cut_last(TextRows& rows, int width) {
  int others = 0;
  for (std::size_t column = 0; column + 1 < rows.front().size(); ++column)
    others += column_width(rows, column) + kGap;
  const int room = std::max(kLeastWords, width - others);
  for (auto& row : rows) row.back() = fit_columns(row.back(), room);
}

// Of a lattice its choices: how many definitions it has stands in a column.
std::string what_text(const Trial& trial) {
  if (trial.words.empty()) return "the study's own";
  const auto at = trial.definitions > 1 ? trial.words.find(": ") : std::string::npos;
  return at == std::string::npos ? trial.words : "choices: " + trial.words.substr(at + 2);
}

TextRows trial_rows(const std::vector<Trial>& trials, int width) {
  TextRows rows{{"section", "first run", "as of", "figure", "value", "p", "definitions", "hash", "what"}};
  for (const auto& trial : trials)
    rows.push_back({one_clean_line(trial.section), to_string(trial.first_run), to_string(trial.as_of),
                    one_clean_line(figure_text(trial)), value_text(trial),
                    std::isnan(trial.p) ? "" : people_p(trial.p), count_text(trial.definitions),
                    one_clean_line(trial.definition.substr(0, 8)), one_clean_line(what_text(trial))});
  drop_until_fitting(rows, width, {"first run", "as of", "hash", "figure"}, "what");
  cut_last(rows, width);
  return rows;
}

std::vector<bool> columns_of_words(const TextRows& rows) {
  std::vector<bool> words;
  for (const auto& heading : rows.front())
    words.push_back(heading == "first run" || heading == "as of" || heading == "figure" ||
                    heading == "hash" || heading == "what");
  return words;
}

// The newest ones; by section, then first run, then words.
std::vector<Trial> listed_of(std::vector<Trial> trials, std::size_t most) {
  std::stable_sort(trials.begin(), trials.end(),
                   [](const Trial& a, const Trial& b) { return a.added < b.added; });
  if (trials.size() > most) trials.erase(trials.begin(), trials.end() - static_cast<std::ptrdiff_t>(most));
  std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return std::tie(a.section, a.first_run, a.words, a.as_of) <
           std::tie(b.section, b.first_run, b.words, b.as_of);
  });
  return trials;
}

TextRows price_rows(const std::vector<SectionPrice>& prices, int width) {
  TextRows rows{
      {"section", "looks", "figure", "p", "p corrected", "smallest p", "best Sharpe", "best by luck"}};
  const auto p = [](double value) { return std::isnan(value) ? std::string() : people_p(value); };
  const auto ratio = [](double value) { return std::isnan(value) ? std::string() : people_number(value, 2); };
  for (const auto& price : prices)
    rows.push_back({one_clean_line(price.section), count_text(price.looks), one_clean_line(price.figure),
                    p(price.p), p(price.p_corrected), p(price.smallest_p), ratio(price.best_sharpe),
                    ratio(price.sharpe_hurdle)});
  drop_until_fitting(rows, width, {"figure", "smallest p", "best Sharpe", "p"});
  return rows;
}

std::string grid(const TextRows& rows, int width) {
  std::string text;
  for (const auto& line : terminal_grid(rows, width, columns_of_words(rows))) text += "  " + line + "\n";
  return text;
}

// What the columns that are shown mean.
std::string footer_of(const std::string& price_grid) {
  std::vector<std::string> told;
  if (price_grid.find("p corrected") != std::string::npos)
    told.push_back(
        "p corrected: the newest p-value with all looks paid for (Bonferroni; within a lattice by its own "
        "correction).");
  if (price_grid.find("best by luck") != std::string::npos)
    told.push_back(
        "Best by luck: the yearly Sharpe ratio that the best of so many definitions without skill would "
        "have.");
  return fmt::format("{}", fmt::join(told, " "));
}

// More are too many to read.
constexpr std::size_t kMostListed = 200;

void write_trial(JsonWriter& json, const Trial& trial) {
  json.begin_object(JsonWriter::Layout::row);
  json.member("section", trial.section);
  json.member("kind", trial.kind);
  json.member("definition", trial.definition);
  json.member("words", trial.words);
  json.member("first_run", to_string(trial.first_run));
  json.member("as_of", to_string(trial.as_of));
  json.member("figure", trial.figure);
  json.member("value", trial.value);
  json.member("p", trial.p);
  json.member("sharpe", trial.sharpe);
  json.member("mean", trial.mean);
  json.member("months", trial.months);
  json.member("definitions", trial.definitions);
  json.end();
}

void write_price(JsonWriter& json, const SectionPrice& price) {
  json.begin_object(JsonWriter::Layout::row);
  json.member("section", price.section);
  json.member("kind", price.kind);
  json.member("trials", static_cast<std::int64_t>(price.trials));
  json.member("looks", price.looks);
  json.member("figure", price.figure);
  json.member("p", price.p);
  json.member("p_corrected", price.p_corrected);
  json.member("smallest_p", price.smallest_p);
  json.member("best_sharpe", price.best_sharpe);
  json.member("sharpe_by_luck", price.sharpe_hurdle);
  json.end();
}

}  // namespace

std::vector<SectionPrice> prices_of(const std::vector<Trial>& trials) {
  std::vector<std::vector<const Trial*>> sections;
  std::map<std::string, std::size_t> at;
  for (const auto& trial : trials) {
    const auto [place, added] = at.emplace(trial.section, sections.size());
    if (added) sections.emplace_back();
    sections[place->second].push_back(&trial);
  }
  std::vector<SectionPrice> prices;
  for (const auto& section : sections) prices.push_back(price_of(section));
  return prices;
}

std::string trials_text(const std::string& study, const std::vector<Trial>& trials,
                        const TerminalStyle& style) {
  const int width = std::clamp(style.width, kLeastWidth, kMostWidth);
  if (trials.empty())
    return fmt::format("Nothing was tried yet: the ledger has no run of {}.\n", one_clean_line(study));
  const auto bold = [&](const std::string& text) {
    return style.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
  };
  const auto prices = prices_of(listed_of(trials, trials.size()));
  std::int64_t all = 0;
  for (const auto& price : prices) all += price.looks;
  std::string text = bold(fmt::format("What was tried for {}", one_clean_line(study))) + "\n\n";
  const auto listed = listed_of(trials, kMostListed);
  text += grid(trial_rows(listed, width - 2), width - 2);
  if (listed.size() < trials.size())
    text += fmt::format("  ... and {} before these (--json has all)\n",
                        count_text(static_cast<std::int64_t>(trials.size() - listed.size())));
  text += fmt::format("\n{}\n\n", bold("The price of looking"));
  const auto price_grid = grid(price_rows(prices, width - 2), width - 2);
  text += price_grid;
  text +=
      fmt::format("\n  {} {} looked at in {} {}.\n", count_text(all), all == 1 ? "definition" : "definitions",
                  prices.size(), prices.size() == 1 ? "section" : "sections");
  if (const auto footer = footer_of(price_grid); !footer.empty())
    text += wrap_columns(footer, width, "  ") + "\n";
  return style.unicode ? text : ascii_only(text);
}

std::string trials_json(const std::string& study, const std::vector<Trial>& trials) {
  JsonWriter json;
  json.begin_object();
  json.member("study", study);
  json.key("trials");
  json.begin_array();
  const auto listed = listed_of(trials, trials.size());
  for (const auto& trial : listed) write_trial(json, trial);
  json.end();
  json.key("sections");
  json.begin_array();
  for (const auto& price : prices_of(listed)) write_price(json, price);
  json.end();
  json.end();
  return json.take();
}

}  // namespace rerate::cli
