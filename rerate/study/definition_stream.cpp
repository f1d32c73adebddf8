#include "rerate/study/definition_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/study/event_definition_columns.h"
#include "rerate/study/event_definition_lattices.h"
#include "rerate/study/figures.h"
#include "rerate/study/shared_work.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kAtATime = 256, kEventsAtATime = std::uint64_t{1} << 18;

const Place& place_of(const SectionRequest& section) {
  if (section.choices->places.empty()) return section.place;
  return section.choices->places.front();
}

[[noreturn]] void refuse_size(const SectionRequest& section, const std::string& what) {
  refuse(ErrorCode::lattice_too_large, what, "Ask for an even sample: --max 10000.", place_of(section));
}

std::vector<std::uint64_t> sample_of(const SectionRequest& section, const Lattice& lattice,
                                     std::optional<std::uint64_t> most) {
  const auto size = lattice.size();
  if (!most) {
    if (!size || *size > DefinitionStream::kMostWhole)
      refuse_size(section, fmt::format("there are {} definitions", lattice.size_in_words()));
    return {};
  }
  if (size && *most >= *size && *size <= DefinitionStream::kMostWhole) return {};
  if (*most > DefinitionStream::kMostSampled)
    refuse_size(section, fmt::format("a sample of {} definitions; at most {} are drawn", *most,
                                     DefinitionStream::kMostSampled));
  if (!size) refuse_size(section, fmt::format("there are {} definitions", lattice.size_in_words()));
  return lattice.sample(*most);
}

}  // namespace

DefinitionStream::DefinitionStream(const SectionRequest& section, const SectionContext& context,
                                   std::optional<std::uint64_t> most)
    : section_(section), context_(context), lattice_(section.choices->choices) {
  sample_ = sample_of(section, lattice_, most);
  if (sample_.empty()) whole_ = *lattice_.size();
  const auto own = figures_of(section.question, section.id, context);
  own_.definitions = {lattice_.usual()};
  add_own_columns(is_event_study() ? own_event_figures() : own.numbers);
}

std::vector<Figure> DefinitionStream::own_event_figures() const {
  std::vector<Figure> figures;
  const auto columns = run_events(own_.definitions, nullptr);
  for (const auto& column : *columns)
    figures.push_back({column.name, column.values[0], column.p.empty() ? kMissing : column.p[0]});
  return figures;
}

void DefinitionStream::add_own_columns(const std::vector<Figure>& figures) {
  const auto is_number = [&](const std::string& name) {
    return std::ranges::find(figures, name, &Figure::name) != figures.end();
  };
  for (const auto& figure : figures)
    add_columns(figure,
                !std::isnan(figure.p) && !is_number("p_" + figure.name) && !is_number(figure.name + "_p"));
}

void DefinitionStream::add_columns(const Figure& figure, bool has_p) {
  names_.push_back(figure.name);
  columns_.push_back({figure.name, names_.size() - 1, false});
  own_.figures.push_back({figure.value});
  if (!has_p) return;
  columns_.push_back({figure.name + "_p", names_.size() - 1, true});
  own_.figures.push_back({figure.p});
}

bool DefinitionStream::is_event_study() const {
  return std::holds_alternative<EventStudyRequest>(section_.question);
}

// All figures of these definitions; the columns are the same for any of them.
std::optional<std::vector<NumberColumn>> DefinitionStream::run_events(
    const std::vector<std::uint64_t>& definitions, const std::atomic<bool>* stop) const {
  const auto& request = std::get<EventStudyRequest>(section_.question);
  const EventDefinitionQuestions questions(*section_.choices, lattice_, definitions);
  const EventDefinitionLattices lattices(questions, lattice_, definitions, context_, request.question.places);
  EventDefinitionColumns columns(definitions.size(), questions.some_benchmark(), {});
  for (const auto& part : lattices.parts()) {
    std::vector<std::uint64_t> numbers;
    for (const auto& one : part.placed)
      if (numbers.empty() || numbers.back() != one.number) numbers.push_back(one.number);
    std::size_t next = 0;
    LatticeControl control;
    control.stop = stop;
    const auto run = part.lattice->run(
        numbers,
        [&](std::span<const DefinitionOutcome> outcomes) {
          for (const auto& outcome : outcomes)
            for (; next < part.placed.size() && part.placed[next].number == outcome.definition; ++next)
              columns.take(part.placed[next].place, outcome);
        },
        control);
    if (!run.finished) return std::nullopt;
  }
  return columns.release();
}

std::optional<StreamedDefinitions> DefinitionStream::run_some_events(std::vector<std::uint64_t> definitions,
                                                                     const std::atomic<bool>* stop) const {
  auto found = run_events(definitions, stop);
  if (!found) return std::nullopt;
  StreamedDefinitions some{std::move(definitions), {}, {}};
  for (const auto& column : columns_) {
    auto& figures = (*found)[column.figure];
    some.figures.push_back(std::move(column.is_p ? figures.p : figures.values));
  }
  return some;
}

OneRun DefinitionStream::run_one(std::uint64_t definition, SharedWork& shared) const {
  std::vector<std::uint32_t> options(lattice_.choices().size());
  lattice_.options(definition, options);
  try {
    return {figures_of(section_.choices->read(options), section_.id, context_, shared), {}};
  } catch (const UserError& error) {
    return {{}, error.failure().what};
  }
}

void DefinitionStream::lay_row(const Figures& found, std::span<double> figures) const {
  std::fill(figures.begin(), figures.end(), kMissing);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const auto& name = names_[columns_[c].figure];
    const auto at = std::ranges::find(found.numbers, name, &Figure::name);
    if (at == found.numbers.end()) continue;
    const double figure = columns_[c].is_p ? at->p : at->value;
    if (std::isfinite(figure)) figures[c] = figure;
  }
}

std::optional<StreamedDefinitions> DefinitionStream::run_some(std::vector<std::uint64_t> definitions,
                                                              const std::atomic<bool>* stop) const {
  const auto count = definitions.size(), width = columns_.size();
  std::vector<double> rows(count * width);
  std::vector<OneRun> runs(count);
  SharedWork shared;
  parallel_for(count, [&](std::size_t i) {
    if (stop && *stop) return;
    runs[i] = run_one(definitions[i], shared);
    lay_row(runs[i].figures, std::span(rows).subspan(i * width, width));
  });
  if (stop && *stop) return std::nullopt;
  StreamedDefinitions some{std::move(definitions), {}, std::move(runs)};
  some.figures.assign(width, std::vector<double>(count));
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t c = 0; c < width; ++c) some.figures[c][i] = rows[i * width + c];
  return some;
}

std::uint64_t DefinitionStream::run(std::uint64_t first, const Sink& sink, const Control& control) const {
  const auto at_a_time = is_event_study() ? kEventsAtATime : kAtATime;
  while (first < size()) {
    if (control.progress) control.progress(first, size());
    std::vector<std::uint64_t> definitions(std::min(at_a_time, size() - first));
    for (std::size_t i = 0; i < definitions.size(); ++i) definitions[i] = definition(first + i);
    const auto count = definitions.size();
    auto some = is_event_study() ? run_some_events(std::move(definitions), control.stop)
                                 : run_some(std::move(definitions), control.stop);
    if (!some) return first;
    sink(std::move(*some));
    first += count;
  }
  if (control.progress) control.progress(first, size());
  return first;
}

}  // namespace rerate
