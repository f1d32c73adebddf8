#include "cli/trials_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

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

PastTrial past_of(const Trial& trial) {
  return {trial.definition, trial.sharpe, trial.months, trial.definitions, trial.as_of};
}

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
  price.kind = trials.back()->kind;
  price.p = price.smallest_p = kMissing;
  std::vector<PastTrial> past;
  std::map<std::string, double> sharpe;
  for (const auto* trial : trials) {
    past.push_back(past_of(*trial));
    sharpe.emplace(trial->definition, trial->sharpe);
    if (std::isnan(trial->p)) continue;
    price.figure = trial->figure;
    price.p = trial->p;
    price.smallest_p = std::isnan(price.smallest_p) ? trial->p : std::min(price.smallest_p, trial->p);
  }
  price.trials = sharpe.size();
  price.looks = looks(past, {});
  price.p_corrected = corrected_for(price.looks, price.p);
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

// What was tried gets what the other columns leave, and is cut there.
constexpr int kOtherColumns = 60, kLeastWords = 12;

std::vector<std::vector<std::string>> trial_rows(const std::vector<Trial>& trials, int width) {
  std::size_t longest = 7;
  for (const auto& trial : trials)
    longest = std::max(longest, trial.section.size() + figure_text(trial).size());
  const int room = std::max(kLeastWords, width - kOtherColumns - static_cast<int>(longest));
  std::vector<std::vector<std::string>> rows{
      {"section", "first run", "as of", "figure", "value", "p", "definitions", "what"}};
  for (const auto& trial : trials)
    rows.push_back(
        {one_clean_line(trial.section), to_string(trial.first_run), to_string(trial.as_of),
         one_clean_line(figure_text(trial)), value_text(trial), std::isnan(trial.p) ? "" : people_p(trial.p),
         count_text(trial.definitions),
         fit_columns(one_clean_line(trial.words.empty() ? "the study's own" : trial.words), room)});
  return rows;
}

std::vector<std::vector<std::string>> price_rows(const std::vector<SectionPrice>& prices) {
  std::vector<std::vector<std::string>> rows{
      {"section", "looks", "figure", "p", "p corrected", "smallest p", "best Sharpe", "best by luck"}};
  const auto p = [](double value) { return std::isnan(value) ? std::string() : people_p(value); };
  const auto ratio = [](double value) { return std::isnan(value) ? std::string() : people_number(value, 2); };
  for (const auto& price : prices)
    rows.push_back({one_clean_line(price.section), count_text(price.looks), one_clean_line(price.figure),
                    p(price.p), p(price.p_corrected), p(price.smallest_p), ratio(price.best_sharpe),
                    ratio(price.sharpe_hurdle)});
  return rows;
}

std::string grid(const std::vector<std::vector<std::string>>& rows, int width,
                 const std::vector<bool>& words) {
  std::string text;
  for (const auto& line : terminal_grid(rows, width - 2, words)) text += "  " + line + "\n";
  return text;
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
  json.member("p_bonferroni", price.p_corrected);
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
  const auto prices = prices_of(trials);
  std::int64_t all = 0;
  for (const auto& price : prices) all += price.looks;
  std::string text = bold(fmt::format("What was tried for {}", one_clean_line(study))) + "\n\n";
  auto listed = trials;
  if (listed.size() > kMostListed) listed.erase(listed.begin(), listed.end() - kMostListed);
  text += grid(trial_rows(listed, width), width, {false, true, true, true, false, false, false, true});
  if (listed.size() < trials.size())
    text += fmt::format("  ... and {} before these (--json has all)\n",
                        count_text(static_cast<std::int64_t>(trials.size() - listed.size())));
  text += fmt::format("\n{}\n\n", bold("The price of looking"));
  text += grid(price_rows(prices), width, {false, false, true});
  text +=
      fmt::format("\n  {} {} looked at in {} {}.\n", count_text(all), all == 1 ? "definition" : "definitions",
                  prices.size(), prices.size() == 1 ? "section" : "sections");
  text +=
      wrap_columns(
          "p corrected: of the latest figure, times the looks (Bonferroni). Best by luck: the yearly Sharpe "
          "ratio that the best of so many definitions without skill would have.",
          width, "  ") +
      "\n";
  return style.unicode ? text : ascii_only(text);
}

std::string trials_json(const std::string& study, const std::vector<Trial>& trials) {
  JsonWriter json;
  json.begin_object();
  json.member("study", study);
  json.key("trials");
  json.begin_array();
  for (const auto& trial : trials) write_trial(json, trial);
  json.end();
  json.key("sections");
  json.begin_array();
  for (const auto& price : prices_of(trials)) write_price(json, price);
  json.end();
  json.end();
  return json.take();
}

}  // namespace rerate::cli
