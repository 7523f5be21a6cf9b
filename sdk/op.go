package sdk

// ContractVersion is the version of the contract that an adapter built with this package speaks.
const ContractVersion = 1

// Op says which function of an adapter a call is for. The numbers are part of the contract.
type Op uint32

// Functions of an adapter.
const (
	OpDescribe Op = 0 // answer with the manifest
	OpPlan     Op = 1
	OpVerify   Op = 2
	OpLookup   Op = 3
)

func (o Op) String() string {
	switch o {
	case OpDescribe:
		return "describe"
	case OpPlan:
		return "plan"
	case OpVerify:
		return "verify"
	case OpLookup:
		return "lookup"
	}
	return "unknown"
}
