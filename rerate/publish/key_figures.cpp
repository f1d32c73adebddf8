#include "rerate/publish/key_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "rerate/publish/number_format.h"

namespace rerate {
namespace {

constexpr std::size_t kMostFigures = 6;

// The first of the names that the section has with a value.
const Number* first_of(const Section& section, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names)
    if (const Number* number = find_number(section, name); number && !std::isnan(number->value))
      return number;
  return nullptr;
}

std::string text_of(const Number* number) {
  return number ? people_value(number->value, number->unit) : std::string();
}

const Number* event_count(const Section& section) {
  return first_of(section, {"complete", "recessions", "episodes", "n"});
}

std::string led_text(const Section& section, std::string_view between) {
  const Number* led = first_of(section, {"led"});
  const Number* complete = first_of(section, {"complete"});
  if (!led || !complete) return {};
  return people_number(led->value, 0) + std::string(between) + people_number(complete->value, 0);
}

std::string p_text(const Section& section) {
  const Number* p = first_of(section, {"p_mean"});
  return p ? people_p(p->value) : std::string();
}

std::string interval_text(const Section& section) {
  const Number* low = first_of(section, {"ci_low"});
  const Number* high = first_of(section, {"ci_high"});
  return low && high ? people_interval(low->value, high->value, low->unit) : std::string();
}

KeyFigure of_number(const char* label, const Number* number) { return {label, text_of(number), "", number}; }

// Whether an event study has a benchmark: without one "led" means "rose".
std::string led_label(const Section& section) {
  const Number* mean = first_of(section, {"mean"});
  return mean && mean->unit == "pp" ? "Led" : "Rose";
}

// One event is two prices compared, not a sample.
std::vector<KeyFigure> single_event_figures(const Section& section) {
  std::vector<KeyFigure> figures;
  const auto add = [&](const char* label, const char* name) {
    if (const Number* number = first_of(section, {name}))
      figures.push_back({label, text_of(number), "", number});
  };
  add("Asset", "asset_mean");
  add("Benchmark", "benchmark_mean");
  add(figures.empty() ? "Return" : "Relative", "mean");
  return figures;
}

std::vector<KeyFigure> event_study_figures(const Section& section) {
  if (const Number* complete = first_of(section, {"complete"}); complete && complete->value == 1)
    return single_event_figures(section);
  std::vector<KeyFigure> figures = {
      of_number("Complete windows", first_of(section, {"complete"})),
      {led_label(section), led_text(section, " of "), "", first_of(section, {"led"})},
      of_number("Mean", first_of(section, {"mean"})),
      of_number("Median", first_of(section, {"median"})),
      {"Interval of the mean", interval_text(section)},
      {"p of the mean", p_text(section), "", first_of(section, {"p_mean"}), Told::p_value}};
  std::erase_if(figures, [](const KeyFigure& figure) { return figure.text.empty(); });
  return figures;
}

struct Wanted {
  const char* label;
  std::vector<std::string_view> names;  // the first that the section has
  Told told = Told::plain;
  std::string_view range = {};  // the ends of its range are of this name
};

// "12% to 34%", from NAME_low and NAME_high, or from such numbers of another name.
std::string range_beside(const Section& section, const Number& number, Told told,
                         std::string_view other_name = {}) {
  const auto end_of = [&](std::string_view end) -> const Number* {
    for (const std::string_view name : {std::string_view(number.name), other_name})
      if (const Number* found = find_number(section, std::string(name).append(end));
          found && !std::isnan(found->value))
        return found;
    return nullptr;
  };
  const Number *low = end_of("_low"), *high = end_of("_high");
  if (!low || !high) return {};
  if (told == Told::plain) return people_interval(low->value, high->value, number.unit);
  return figure_text(low->value, number.unit, told) + " to " + figure_text(high->value, number.unit, told);
}

std::vector<KeyFigure> wanted_figures(const Section& section, std::initializer_list<Wanted> all) {
  std::vector<KeyFigure> figures;
  for (const Wanted& wanted : all)
    if (const Number* number = first_of(section, wanted.names))
      figures.push_back({wanted.label, figure_text(number->value, number->unit, wanted.told),
                         range_beside(section, *number, wanted.told, wanted.range), number, wanted.told});
  return figures;
}

std::vector<KeyFigure> curve_figures(const Section& section) {
  const Number* least = first_of(section, {"least_lead_days"});
  const Number* most = first_of(section, {"most_lead_days"});
  const Number* survival = first_of(section, {"survival_median_days"});
  std::vector<KeyFigure> figures = {
      of_number("Recessions led", first_of(section, {"recessions"})),
      of_number("Mean lead", first_of(section, {"mean_lead_days"})),
      of_number("Median lead", first_of(section, {"median_lead_days"})),
      {"Median, pending ones counted", text_of(survival),
       survival ? range_beside(section, *survival, Told::plain, "survival_median") : std::string(), survival},
      {"Range", least && most ? people_interval(least->value, most->value, least->unit) : std::string()},
      of_number("False positives", first_of(section, {"false_positives"})),
      of_number("Pending", first_of(section, {"pending"}))};
  std::erase_if(figures, [](const KeyFigure& figure) { return figure.text.empty(); });
  return figures;
}

// Of the kinds that tell the macro state; empty for other kinds.
std::vector<KeyFigure> macro_figures(const Section& section) {
  if (section.kind == "recession_probability")
    return wanted_figures(
        section,
        {{"Probability", {"probability"}, Told::chance},
         {"Published coefficients", {"probability_published", "published_probability"}, Told::chance},
         {"AUC", {"auc"}},
         {"Brier score", {"brier"}}});
  if (section.kind == "style_curve")
    return wanted_figures(section, {{"Levels", {"level_correlation"}},
                                    {"Changes", {"change_correlation"}},
                                    {"12-month changes", {"annual_change_correlation"}},
                                    {"Claimed", {"claim", "claimed_correlation"}}});
  if (section.kind == "credit")
    return wanted_figures(section, {{"Spread", {"spread"}},
                                    {"Percentile", {"percentile"}, Told::place},
                                    {"Change in 3 months", {"change_3m"}},
                                    {"Since the last crest", {"months_since_crest"}}});
  if (section.kind == "scorecard")
    return wanted_figures(section,
                          {{"Composite", {"composite"}},
                           {"Probability of leading", {"probability_leads"}, Told::chance, "probability"},
                           {"Base rate", {"base_rate"}, Told::chance},
                           {"Skill against it", {"brier_skill"}}});
  if (section.kind == "rotation")
    return wanted_figures(section, {{"Return a year, net", {"cagr"}},
                                    {"Sharpe ratio", {"sharpe"}},
                                    {"Benchmark's", {"sharpe_benchmark"}},
                                    {"Deepest fall", {"max_drawdown"}},
                                    {"p of SPA", {"spa_p"}},
                                    {"Deflated lead", {"deflated_lead"}, Told::chance}});
  if (section.kind == "regimes")
    return wanted_figures(section, {{"Score", {"score"}},
                                    {"Chance of the highest state", {"hmm_probability"}, Told::chance},
                                    {"Expected to last", {"expected_duration"}}});
  return {};
}

// Ends of a range stand beside its figure.
bool ends_range(const Section& section, std::string_view name) {
  for (const std::string_view end : {"_low", "_high"})
    if (name.ends_with(end) && find_number(section, name.substr(0, name.size() - end.size()))) return true;
  return false;
}

std::string with_capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

bool holds_year(std::string_view text) {
  int digits = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++digits;
      continue;
    }
    const char first = digits == 4 ? text[i - 4] : '0';
    if (first == '1' || first == '2') return true;
    digits = 0;
  }
  return false;
}

// A figure's own title where it tells the date, "Price, Aug 2023", else the usual label.
std::string dated_label(const Section& section, const char* name, const char* usual) {
  const Number* number = first_of(section, {name});
  if (!number) return usual;
  const std::string title = people_sentence(number->title);
  return holds_year(title) ? with_capital(title) : usual;
}

// "90% band" as some title of the section has it: "90% band, low". "Band" when none does.
std::string band_name(const Section& section) {
  constexpr std::string_view kBand = "% band";
  const auto named_in = [&](std::string_view title) -> std::string {
    const std::size_t at = title.find(kBand);
    if (at == std::string_view::npos) return {};
    std::size_t begin = at;
    while (begin > 0 && std::string_view("0123456789.").find(title[begin - 1]) != std::string_view::npos)
      --begin;
    return begin < at ? std::string(title.substr(begin, at + kBand.size() - begin)) : std::string();
  };
  for (const char* name : {"fair_low", "fair_high"})
    if (const Number* number = find_number(section, name))
      if (std::string found = named_in(number->title); !found.empty()) return found;
  for (const Table& table : section.tables)
    if (table.name == "scenarios")
      for (const Column& column : table.columns)
        if (std::string found = named_in(column.title); !found.empty()) return found;
  return "band";
}

std::string fair_band(const Section& section) {
  const Number* low = first_of(section, {"fair_low"});
  const Number* high = first_of(section, {"fair_high"});
  if (!low || !high) return {};
  return fmt::format("{} {} to {}", band_name(section), text_of(low), text_of(high));
}

std::string fair_multiple(const Section& section) {
  const Number* fair = first_of(section, {"fair_multiple"});
  return fair ? "fair " + text_of(fair) : std::string();
}

std::vector<KeyFigure> fair_value_figures(const Section& section) {
  const auto of = [&](std::string label, const char* name, std::string note = {}) {
    const Number* number = first_of(section, {name});
    return KeyFigure{std::move(label), text_of(number), std::move(note), number};
  };
  const std::string needs = text_of(first_of(section, {"required_growth_record"}));
  std::vector<KeyFigure> figures = {of(dated_label(section, "price", "Price"), "price"),
                                    of("Fair level", "fair_level", fair_band(section)),
                                    of("Upside", "upside"),
                                    of("Multiple", "multiple", fair_multiple(section)),
                                    of("Growth, model", "model_growth"),
                                    of("Growth, bottom-up", "bottom_up_growth"),
                                    of("Growth, priced in", "priced_in_growth"),
                                    of(dated_label(section, "record_level", "Record"), "record_level",
                                       needs.empty() ? std::string() : "needs growth of " + needs)};
  std::erase_if(figures, [](const KeyFigure& figure) { return figure.text.empty(); });
  return figures;
}

}  // namespace

std::vector<KeyFigure> key_figures(const Section& section) {
  if (section.kind == "event_study") return event_study_figures(section);
  if (section.kind == "curve_recessions") return curve_figures(section);
  if (section.kind == "fair_value") return fair_value_figures(section);
  std::vector<KeyFigure> figures = macro_figures(section);
  if (!figures.empty()) return figures;
  for (const Number& number : section.numbers) {
    if (figures.size() == kMostFigures) break;
    if (ends_range(section, number.name)) continue;
    const Told told = usual_telling(number.unit);
    figures.push_back({with_capital(people_sentence(number.title.empty() ? number.name : number.title)),
                       figure_text(number.value, number.unit, told),
                       range_beside(section, number, Told::plain), &number, told});
  }
  return figures;
}

bool is_macro(const Section& section) { return !macro_figures(section).empty(); }

HeadlineRow headline_row(const Section& section) {
  if (is_macro(section)) return {};  // what they count are months, not events
  return {text_of(event_count(section)),
          led_text(section, "/"),
          text_of(first_of(section, {"mean", "mean_lead_days"})),
          text_of(first_of(section, {"median", "median_lead_days"})),
          p_text(section),
          interval_text(section)};
}

}  // namespace rerate
