#include "rerate/study/running_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

const Event& the_event(const EventStudy& study) {
  return *std::find_if(study.main.events.begin(), study.main.events.end(),
                       [](const Event& event) { return event.state == EventState::complete; });
}

bool closes_month(const Series& prices, std::size_t index, std::size_t last) {
  return index == last ||
         civil(last_day(prices.period(index))).month != civil(last_day(prices.period(index + 1))).month;
}

ChartLine since(const Series& prices, const Event& event, const std::string& name, bool may_be_read_back) {
  ChartLine line{capitalised(name), {}, {}, ChartLine::Role::main};
  const double base = prices.value[*event.entry];
  for (std::size_t i = *event.entry; i <= *event.exit; ++i) {
    if (!may_be_read_back && i != *event.entry && !closes_month(prices, i, *event.exit)) continue;
    const double percent = 100 * (prices.value[i] / base - 1);
    line.x.push_back(chart_day(prices, i));
    line.y.push_back(may_be_read_back ? percent : std::round(percent));
  }
  return line;
}

}  // namespace

bool is_running_comparison(const EventStudy& study, const EventStudyQuestion& question) {
  return std::holds_alternative<Date>(question.horizon) && study.main.complete == 1;
}

std::string running_comparison_headline(const EventStudy& study, const EventStudyQuestion& question,
                                        const EventStudyNames& names) {
  const auto& event = the_event(study);
  const auto stretch = fmt::format(
      "From {} to {} {} returned {}%", to_string(study.asset.period(*event.entry)),
      to_string(std::get<Date>(question.horizon)), names.asset, signed_number(event.asset_return, 1));
  if (!study.main.relative) return stretch + ".";
  return fmt::format(
      "{} and {} {}%: {} {} by {} pp.", stretch, names.benchmark, signed_number(event.benchmark_return, 1),
      names.asset, event.relative_return < 0 ? "trailed" : "led", fixed(std::abs(event.relative_return), 1));
}

Chart running_comparison_chart(const EventStudy& study, const EventStudyNames& names) {
  const auto& event = the_event(study);
  const auto from = to_string(study.asset.period(*event.entry));
  Chart chart;
  chart.id = "comparison";
  chart.title =
      capitalised(study.benchmark ? fmt::format("{} and {} since {}", names.asset, names.benchmark, from)
                                  : fmt::format("{} since {}", names.asset, from));
  chart.time_axis = true;
  chart.y_title = names.prices_redistribute ? "percent since then" : "percent since then, at month-ends";
  chart.lines.push_back(since(study.asset, event, names.asset, names.prices_redistribute));
  if (study.benchmark) {
    chart.lines.push_back(since(*study.benchmark, event, names.benchmark, names.prices_redistribute));
    chart.lines.back().role = ChartLine::Role::second;
  }
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  chart.alternative = fmt::format(
      "Returns since {}: {} {}%{}.", from, names.asset, signed_number(event.asset_return, 1),
      study.benchmark ? fmt::format(", {} {}%", names.benchmark, signed_number(event.benchmark_return, 1))
                      : std::string());
  return chart;
}

}  // namespace rerate
