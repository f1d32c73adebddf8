#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "rerate/events/question_places.h"
#include "rerate/multiverse/event_lattice.h"
#include "rerate/study/event_definition_questions.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Definitions of a section's lattice as those of event lattices. What an event lattice cannot vary (exclusions, the frequency,
// the day to which prices are read, a horizon that ends at the newest price) has one for each. Several definitions may be one
// event study.
class EventDefinitionLattices {
 public:
  // Definitions by number in one event lattice, ascending; equal numbers by place.
  struct Placed {
    std::uint64_t number = 0;  // in the event lattice
    std::uint32_t place = 0;   // among the section's definitions
  };
  struct Part {
    std::unique_ptr<EventLattice> lattice;
    std::vector<Placed> placed;
    // The same definitions from the day on which they were known, those from that day from their extreme: what the section tells
    // beside its own anchor. Dates by hand have none. Ordered likewise; empty unless asked for.
    std::vector<Placed> others;
    Frequency frequency = Frequency::monthly;
    // What decides on the returns of a definition (market, horizon, first and last date): equal for equal ones, in any part.
    std::uint64_t outcome(std::uint64_t number) const;
    Anchor anchor(std::uint64_t number) const {
      return lattice->options().anchors[lattice->definition(number).anchor];
    }
    std::vector<std::uint32_t> from, markets,
        horizons;  // options of the lattice, as values of the questions' parts
    std::uint32_t to = 0;
  };

  // Only of `definitions`, ascending. What cannot be run (frequencies that differ, no whole number of periods, no prices) is left
  // out: it gives no number. `others`: those of Part too. `context` must outlive this.
  EventDefinitionLattices(const EventDefinitionQuestions& questions, const Lattice& lattice,
                          std::span<const std::uint64_t> definitions, const SectionContext& context,
                          const QuestionPlaces& places, bool others = false);

  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;
};

}  // namespace rerate
