#pragma once

#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// One chart or one table of a section, in the place where the note shows it.
struct Exhibit {
  const Chart* chart = nullptr;
  const Table* table = nullptr;
  bool half = false;        // shares its row with its neighbour
  bool paper_half = false;  // on paper only
};

// The exhibits of a section in reading order. A picture is followed by its figures: by the table of its name, or
// else by the next table that no picture names; what tells how a fair value was found (coefficients, drivers,
// stability, contractions) comes last, and a rotation tells who is favoured, what following it earned and how much
// of that is luck before all else; claims stand before their tally. Tables kept to results.json are left out. A narrow picture and a narrow table that meet share a row, and so do
// two waterfalls and two pictures of stability; on paper, where nobody points at a picture, any two neighbours do
// that are pictures or narrow tables.
std::vector<Exhibit> exhibits_of(const Section& section);

// What tells how fragile the section's figures are, which exhibits_of leaves out: the specification curve, the shares of the
// choices, and tables by number, in this order. They are folded.
std::vector<Exhibit> multiverse_exhibits(const Section& section);

// Of few columns: stands beside another exhibit.
bool is_narrow(const Table& table);

}  // namespace rerate
