#include "cli/fair_value_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/utf8.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate::cli {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kLeastWidth = 60, kMostWidth = 110;

const Table* table_named(const Section& section, std::string_view name) {
  for (const auto& table : section.tables)
    if (table.name == name) return &table;
  return nullptr;
}

std::size_t column_named(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  RERATE_ASSERT(false, "no column " + std::string(name));
}

double number_in(const Table& table, std::size_t row, std::string_view column) {
  const auto* value = std::get_if<double>(&table.rows[row][column_named(table, column)]);
  return value ? *value : kMissing;
}

std::string text_in(const Table& table, std::size_t row, std::string_view column) {
  const auto* value = std::get_if<std::string>(&table.rows[row][column_named(table, column)]);
  return value ? one_clean_line(*value) : std::string();
}

// The last column, where scenarios have notes.
std::string note_in(const Table& table, std::size_t row) {
  return table.columns.back().name == "note" ? text_in(table, row, "note") : std::string();
}

double value_of(const Section& section, std::string_view name) {
  const auto* number = find_number(section, name);
  return number ? number->value : kMissing;
}

std::string padded(const std::string& text, int columns) {
  const int missing = columns - display_columns(text);
  return missing > 0 ? text + std::string(static_cast<std::size_t>(missing), ' ') : text;
}

std::string flush_right(const std::string& text, int columns) {
  const int missing = columns - display_columns(text);
  return missing > 0 ? std::string(static_cast<std::size_t>(missing), ' ') + text : text;
}

// One line "label   figure   remark"; nothing when there is no figure.
void add_figure(std::string& text, const std::string& label, double value, const char* unit,
                const std::string& remark = {}) {
  if (std::isnan(value)) return;
  // Levels without decimals, as the scenarios below have them.
  const auto figure = std::string_view(unit) == "index" ? people_number(value, 0) : people_value(value, unit);
  text += fmt::format("  {}{}{}{}\n", padded(label, 26), flush_right(figure, 9), remark.empty() ? "" : "   ",
                      remark);
}

// "90% band 2,306 to 4,196": of fair value itself.
std::string band_text(const Section& section) {
  const double low = value_of(section, "fair_low"), high = value_of(section, "fair_high");
  if (std::isnan(low) || std::isnan(high)) return {};
  const auto& title = find_number(section, "fair_low")->title;  // "90% band of fair value ..."
  return fmt::format("{} {} to {}", title.substr(0, title.find(" of ")), people_number(low, 0),
                     people_number(high, 0));
}

std::string model_or_given(const Section& section) {
  return find_number(section, "model_growth")->title == "Growth, given" ? "given " : "model ";
}

std::string figures_text(const Section& section) {
  const auto value = [&](std::string_view name) { return value_of(section, name); };
  const auto percent = [](double number) { return people_value(number, "percent"); };
  std::string text;
  add_figure(text, "price", value("price"), "index");
  add_figure(text, "fair value", value("fair_level"), "index", band_text(section));
  add_figure(text, "upside", value("upside"), "percent");
  add_figure(text, "multiple", value("multiple"), "ratio",
             "fair " + people_value(value("fair_multiple"), "ratio"));
  add_figure(text, "growth", value("fair_growth"), "percent");
  add_figure(text, "growth priced in", value("priced_in_growth"), "percent");
  if (!std::isnan(value("bottom_up_growth")))
    add_figure(
        text, "growth bottom-up", value("bottom_up_growth"), "percent",
        std::isnan(value("model_growth")) ? "" : model_or_given(section) + percent(value("model_growth")));
  add_figure(text, "record", value("record_level"), "index",
             std::isnan(value("required_growth_record"))
                 ? ""
                 : "needs growth of " + percent(value("required_growth_record")));
  add_figure(text, "at least as unusual", value("plausibility"), "probability");
  return text;
}

// Where a level stands in a picture of so many columns.
struct Scale {
  double low, high;
  int columns;
  int at(double level) const {
    if (!(high > low)) return columns / 2;
    const double share = (level - low) / (high - low);
    return std::clamp(static_cast<int>(std::lround(share * (columns - 1))), 0, columns - 1);
  }
};

Scale scale_of(const Table& scenarios, double price, int columns) {
  Scale scale{price, price, columns};
  for (std::size_t row = 0; row < scenarios.rows.size(); ++row)
    for (const auto* name : {"low", "level", "high"}) {
      const double level = number_in(scenarios, row, name);
      if (!std::isfinite(level)) continue;
      scale.low = std::min(scale.low, level);
      scale.high = std::max(scale.high, level);
    }
  return scale;
}

// "  ├────●───┤  ": the price's column shows through as a line.
std::string dumbbell(const Table& scenarios, std::size_t row, double price, const Scale& scale) {
  std::vector<const char*> cells(static_cast<std::size_t>(scale.columns), " ");
  const auto put = [&](double level, const char* mark) {
    if (std::isfinite(level)) cells[static_cast<std::size_t>(scale.at(level))] = mark;
  };
  const double low = number_in(scenarios, row, "low"), high = number_in(scenarios, row, "high");
  if (std::isfinite(low) && std::isfinite(high)) {
    for (int i = scale.at(low); i <= scale.at(high); ++i) cells[static_cast<std::size_t>(i)] = "─";
    put(price, low <= price && price <= high ? "┼" : "│");
    put(low, "├");
    put(high, "┤");
  } else {
    put(price, "│");
  }
  put(number_in(scenarios, row, "level"), "●");
  std::string text;
  for (const auto* cell : cells) text += cell;
  return text;
}

std::string scenarios_text(const Table& scenarios, double price, std::string_view chosen, int width) {
  int names = 8;
  for (std::size_t row = 0; row < scenarios.rows.size(); ++row)
    names = std::max(names, display_columns(text_in(scenarios, row, "scenario")));
  names = std::min(names, 24);
  int level = 6;
  for (std::size_t row = 0; row < scenarios.rows.size(); ++row)
    level = std::max(level, display_columns(people_number(number_in(scenarios, row, "level"), 0)));
  const auto scale = scale_of(scenarios, price, std::max(16, width - names - level - 36));
  std::string text = fmt::format("  {}  {}  {}{}{}{}\n", padded("scenario", names), padded("", scale.columns),
                                 flush_right("level", level), flush_right("upside", 9),
                                 flush_right("multiple", 10), flush_right("growth", 9));
  for (std::size_t row = 0; row < scenarios.rows.size(); ++row) {
    const auto title = text_in(scenarios, row, "scenario");
    text += fmt::format("{} {}  {}  {}{}{}{}\n", title == chosen ? "›" : " ",
                        padded(fit_columns(title, names), names), dumbbell(scenarios, row, price, scale),
                        flush_right(people_number(number_in(scenarios, row, "level"), 0), level),
                        flush_right(people_value(number_in(scenarios, row, "upside"), "percent"), 9),
                        flush_right(people_value(number_in(scenarios, row, "multiple"), "ratio"), 10),
                        flush_right(people_value(number_in(scenarios, row, "growth"), "percent"), 9));
  }
  std::string notes;
  for (std::size_t row = 0; row < scenarios.rows.size(); ++row)
    if (const auto note = note_in(scenarios, row); !note.empty())
      notes += fmt::format("  {}: {}\n", text_in(scenarios, row, "scenario"), note);
  const auto label = "price " + people_number(price, 0);
  const int at = scale.at(price), before = std::clamp(at - display_columns(label) / 2, 0,
                                                      std::max(0, scale.columns - display_columns(label)));
  return text + std::string(static_cast<std::size_t>(names + 4 + before), ' ') + label + "\n" + notes;
}

}  // namespace

std::string fair_value_text(const Results& results, const Section& section, std::string_view scenario,
                            const TerminalStyle& style) {
  const int width = std::clamp(style.width, kLeastWidth, kMostWidth);
  const auto title = fit_columns(one_clean_line(section.title), width);
  std::string text = (style.colour ? "\x1b[1m" + title + "\x1b[0m" : title) + "\n";
  text += fmt::format("as of {} · {}\n\n", people_day(results.as_of), one_clean_line(results.study_file));
  text += wrap_columns(one_clean_line(people_sentence(section.headline)), width, "  ") + "\n\n";
  text += figures_text(section) + "\n";
  if (const auto* scenarios = table_named(section, "scenarios"))
    text += scenarios_text(*scenarios, value_of(section, "price"), scenario, width);
  if (!section.warnings.empty()) text += "\n";
  for (const auto& warning : section.warnings)
    text += wrap_columns("warning: " + one_clean_line(people_sentence(warning)), width, "  ") + "\n";
  return style.unicode ? text : ascii_only(text);
}

}  // namespace rerate::cli
