#include "rerate/study/rotation_panel_of_request.h"

#include <fmt/format.h>

#include <algorithm>

namespace rerate {
namespace {

// The name as words: "book_to_market" is "book to market".
std::string as_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

const Series* series_of(const std::optional<SeriesUse>& use, const SectionContext& context) {
  return use ? &context.input(*use).series : nullptr;
}

SignalDefinition signal_of(const RotationSignalRequest& request, const SectionContext& context) {
  auto signal = request.signal;
  signal.title = signal_title_of(signal);
  for (const auto& figures : request.figures) {
    signal.figures.push_back(series_of(figures, context));
    signal.figure_places.push_back(figures ? figures->place : signal.place);
  }
  for (const auto& driver : request.drivers) {
    const auto& input = context.input(driver.use);
    signal.drivers.push_back({driver.name, title_of(driver, input.title), &input.series, driver.use.place});
  }
  return signal;
}

}  // namespace

std::vector<std::string> sector_titles_of(const RotationRequest& request, const SectionContext& context) {
  std::vector<std::string> titles;
  for (const auto& sector : request.sectors) {
    const auto title = title_of(sector, context.input(sector.use).title);
    titles.push_back(title == sector.name ? as_words(title) : title);
  }
  return titles;
}

std::string signal_title_of(const SignalDefinition& signal) {
  if (!signal.title.empty()) return signal.title;
  const bool named_by_kind = signal.name == to_string(signal.kind);
  if (!named_by_kind) return as_words(signal.name);
  switch (signal.kind) {
    case SignalKind::momentum: return fmt::format("{}-{} momentum", signal.months, signal.skip);
    case SignalKind::reversal: return fmt::format("{}-month reversal", signal.months);
    case SignalKind::volatility: return fmt::format("{}-month volatility", signal.months);
    case SignalKind::trend: return fmt::format("{}-month trend", signal.months);
    default: return as_words(signal.name);
  }
}

SectorPanelQuestion panel_question(const RotationRequest& request, const SectionContext& context) {
  SectorPanelQuestion question;
  const auto titles = sector_titles_of(request, context);
  for (std::size_t i = 0; i < request.sectors.size(); ++i) {
    const auto& sector = request.sectors[i];
    question.sectors.push_back({sector.name, titles[i], &context.input(sector.use).series, sector.use.place});
  }
  question.cash = series_of(request.cash, context);
  if (request.cash) question.cash_place = request.cash->place;
  question.place = request.place;
  question.from = request.from;
  question.as_of = context.as_of;
  return question;
}

RotationDefinition definition_of(const RotationRequest& request, const SectionContext& context) {
  auto definition = request.definition;
  for (const auto& signal : request.signals) definition.signals.push_back(signal_of(signal, context));
  return definition;
}

std::vector<bool> sectors_shown(const RotationRequest& request, const SectionContext& context) {
  std::vector<bool> shown;
  for (std::size_t i = 0; i < request.sectors.size(); ++i) {
    bool all = context.input(request.sectors[i].use).redistribute;
    for (const auto& signal : request.signals)
      if (i < signal.figures.size() && signal.figures[i])
        all = all && context.input(*signal.figures[i]).redistribute;
    shown.push_back(all);
  }
  return shown;
}

bool all_shown(const RotationRequest& request, const SectionContext& context) {
  const auto uses = uses_of(request);
  return std::all_of(uses.begin(), uses.end(),
                     [&](const SeriesUse& use) { return context.input(use).redistribute; });
}

}  // namespace rerate
